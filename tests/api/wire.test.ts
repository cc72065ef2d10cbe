/** The schemas of the wire say of every command what the reader of messages takes, and nothing else. */
import { COMMANDS, Command, Message } from '@intelligent-ledger/client/wire';
import { COMMAND_FORMS, type CommandForm, jsonWord, MESSAGE_COMMANDS_MAX } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';

interface Schema {
  readonly properties: Readonly<
    Record<string, { readonly enum?: readonly string[]; readonly items?: { readonly enum?: readonly string[] } }>
  >;
  readonly required: readonly string[];
}

interface Discriminated {
  readonly discriminator: object;
  readonly oneOf: readonly { readonly properties: { readonly type: { readonly const: string } } }[];
}

test('there is a schema for every command, and a command for every schema', () => {
  expect(Object.keys(COMMANDS).sort()).toEqual(Object.keys(COMMAND_FORMS).sort());
  expect(Message.properties.commands).toMatchObject({ minItems: 1, maxItems: MESSAGE_COMMANDS_MAX });
});

test('the schema of a command is told apart by its type, which stands for one command each', () => {
  const { discriminator, oneOf } = Command as unknown as Discriminated;
  expect(discriminator).toEqual({ propertyName: 'type' });
  expect(oneOf.map(({ properties }) => properties.type.const).sort()).toEqual(Object.keys(COMMAND_FORMS).sort());
});

test.each(Object.keys(COMMAND_FORMS))('%s has the properties that are read, and the words of its layout', (type) => {
  const { layout, properties } = COMMAND_FORMS[type] as CommandForm;
  const schema = COMMANDS[type as keyof typeof COMMANDS] as unknown as Schema;
  expect(Object.keys(schema.properties).sort()).toEqual(['type', ...Object.keys(properties)].sort());
  const required = Object.entries(properties).filter(([, form]) => form.isRequired);
  expect([...schema.required].sort()).toEqual(['type', ...required.map(([name]) => name)].sort());
  for (const [name, form] of Object.entries(properties)) {
    if (form.kind !== 'word' && form.kind !== 'words') continue;
    const names = layout.fields.find((field) => field.name === form.field)?.names ?? {};
    const said = schema.properties[name];
    const words = form.kind === 'word' ? said?.enum : said?.items?.enum;
    expect([...(words ?? [])].sort(), name).toEqual(Object.values(names).map(jsonWord).sort());
  }
});
