/** A document, as text, that knows the types of its variables and of its answer. */
export type Question<Data, Variables> = string & { readonly types?: (variables: Variables) => Data }

/** What the service refuses: `code` is stable, `requestId` is what to report. */
export class SpojenciError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly requestId?: string,
  ) {
    super(`${code}: ${message}`)
  }
}

type Answer<Data> = {
  data?: Data
  errors?: { message: string; extensions: { code: string; requestId?: string } }[]
}

/** A Spojenci at its address, asked without a key or with one. */
export class Spojenci {
  constructor(
    readonly address = 'http://127.0.0.1:8000',
    readonly key?: string,
  ) {}

  /** The answer to a question of this package, or of your own. Throws SpojenciError with the first of what was refused. */
  async ask<Data, Variables>(question: Question<Data, Variables>, variables: Variables, init: RequestInit = {}) {
    const headers = new Headers(init.headers)
    headers.set('Content-Type', 'application/json')
    if (this.key) headers.set('Authorization', `Bearer ${this.key}`)
    const body = JSON.stringify({ query: question, variables })
    const response = await fetch(`${this.address}/graphql`, { ...init, method: 'POST', headers, body })
    const answer = (await response.json()) as Answer<Data>
    const [error] = answer.errors ?? []
    if (error) throw new SpojenciError(error.extensions.code, error.message, error.extensions.requestId)
    return answer.data as Data
  }
}
