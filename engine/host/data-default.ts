/** Where an exchange keeps its data unless another place is named. */
import { resolve } from 'node:path';

export const DATA_DEFAULT = resolve(import.meta.dirname, '../../exchange-data');
