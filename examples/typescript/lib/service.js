/** What the service refuses: `code` is stable, `requestId` is what to report. */
export class SpojenciError extends Error {
    code;
    requestId;
    constructor(code, message, requestId) {
        super(`${code}: ${message}`);
        this.code = code;
        this.requestId = requestId;
    }
}
/** A Spojenci at its address, asked without a key or with one. */
export class Spojenci {
    address;
    key;
    constructor(address = 'http://127.0.0.1:8000', key) {
        this.address = address;
        this.key = key;
    }
    /** The answer to a question of this package, or of your own. Throws SpojenciError with the first of what was refused. */
    async ask(question, variables, init = {}) {
        const headers = new Headers(init.headers);
        headers.set('Content-Type', 'application/json');
        if (this.key)
            headers.set('Authorization', `Bearer ${this.key}`);
        const body = JSON.stringify({ query: question, variables });
        const response = await fetch(`${this.address}/graphql`, { ...init, method: 'POST', headers, body });
        const answer = (await response.json());
        const [error] = answer.errors ?? [];
        if (error)
            throw new SpojenciError(error.extensions.code, error.message, error.extensions.requestId);
        return answer.data;
    }
}
