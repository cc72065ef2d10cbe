/** Requests over HTTP: JSON in, JSON out, problems thrown. */
import { ApiProblem, Unreachable } from './problem.ts';
import type { Problem } from './wire/index.ts';

export interface HttpOptions {
  /** Where the exchange is, as in `http://127.0.0.1:8080`. */
  readonly url: string;
  /** How long an answer is waited for, in milliseconds. */
  readonly timeoutMillis?: number;
  readonly fetch?: typeof fetch;
}

type Headers = Readonly<Record<string, string>>;

const TIMEOUT_MILLIS = 10_000;

export class Http {
  readonly url: string;
  private readonly timeoutMillis: number;
  private readonly fetch: typeof fetch;

  constructor({ url, timeoutMillis = TIMEOUT_MILLIS, fetch: given = fetch }: HttpOptions) {
    this.url = url.replace(/\/+$/, '');
    this.timeoutMillis = timeoutMillis;
    this.fetch = given.bind(globalThis);
  }

  get<Body>(path: string, headers: Headers = {}): Promise<Body> {
    return this.request<Body>(path, { headers });
  }

  post<Body>(path: string, body: string, headers: Headers = {}): Promise<Body> {
    const all = { 'content-type': 'application/json', ...headers };
    return this.request<Body>(path, { method: 'POST', body, headers: all });
  }

  private async request<Body>(path: string, init: RequestInit): Promise<Body> {
    const signal = AbortSignal.timeout(this.timeoutMillis);
    let response: Response;
    let body: unknown;
    try {
      response = await this.fetch(`${this.url}${path}`, { ...init, signal });
      body = await response.json();
    } catch (error) {
      throw new Unreachable(`${this.url}${path} cannot be reached: ${reasonOf(error)}`);
    }
    if (!response.ok) throw new ApiProblem(body as Problem);
    return body as Body;
  }
}

/** Why, in words: what is behind a failure says more than that there was one. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
