/** A document, as text, that knows the types of its variables and of its answer. */
export type Question<Data, Variables> = string & {
    readonly types?: (variables: Variables) => Data;
};
/** What the service refuses: `code` is stable, `requestId` is what to report. */
export declare class SpojenciError extends Error {
    readonly code: string;
    readonly requestId?: string | undefined;
    constructor(code: string, message: string, requestId?: string | undefined);
}
/** A Spojenci at its address, asked without a key or with one. */
export declare class Spojenci {
    readonly address: string;
    readonly key?: string | undefined;
    constructor(address?: string, key?: string | undefined);
    /** The answer to a question of this package, or of your own. Throws SpojenciError with the first of what was refused. */
    ask<Data, Variables>(question: Question<Data, Variables>, variables: Variables, init?: RequestInit): Promise<Data>;
}
