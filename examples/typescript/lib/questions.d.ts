/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends {
    [key: string]: unknown;
}> = {
    [K in keyof T]: T[K];
};
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | {
    [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never;
};
import type { Question } from './service.js';
/** A type of element. / Typ prvku. */
export type ElementType = 'ACTIVITY' | 'COMMUNITY' | 'ITEM' | 'LIBRARY' | 'MAP' | 'ORGANIZATION' | 'PERSON' | 'PLACE' | 'RESOURCE' | 'ROLE' | 'SOURCE' | 'TARGET_GROUP' | 'TOPIC';
/** A language of texts. / Jazyk textů. */
export type Language = 'CS' | 'EN';
/** Inside a place, or so many kilometres around it or around the asker. / V místě nebo kolem něj či kolem tazatele. */
export type PartnerWithin = {
    /** Kilometres. / Kilometry. */
    km?: number | null | undefined;
    /** Id of the place. / Id místa. */
    place?: string | null | undefined;
};
/** What a command came to. / Jak příkaz dopadl. */
export type WriteStatus = 'APPLIED' | 'PROPOSED' | 'UNCHANGED';
export type PartnersQueryVariables = Exact<{
    for: string;
    topic: string;
    within?: PartnerWithin | null | undefined;
    includeKnown?: boolean | null | undefined;
    language?: Language | null | undefined;
    first?: number | null | undefined;
    after?: string | null | undefined;
}>;
export type PartnersQuery = {
    potentialPartners: {
        edges: Array<{
            score: number;
            km: number | null;
            node: {
                __typename: 'Community';
                id: string;
                name: string;
            } | {
                __typename: 'Library';
                id: string;
                name: string;
            } | {
                __typename: 'Organization';
                id: string;
                name: string;
            };
            signals: Array<{
                signal: string;
                value: number;
                weight: number;
                contribution: number;
            }>;
            evidence: Array<{
                text: string;
            }>;
        }>;
        pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
        };
    } | null;
};
export type SearchQueryVariables = Exact<{
    query: string;
    types?: Array<ElementType> | ElementType | null | undefined;
    first?: number | null | undefined;
}>;
export type SearchQuery = {
    search: {
        edges: Array<{
            node: {
                __typename: 'Activity';
                id: string;
                name: string;
            } | {
                __typename: 'Community';
                id: string;
                name: string;
            } | {
                __typename: 'Item';
                id: string;
                name: string;
            } | {
                __typename: 'Library';
                id: string;
                name: string;
            } | {
                __typename: 'Map';
                id: string;
                name: string;
            } | {
                __typename: 'Organization';
                id: string;
                name: string;
            } | {
                __typename: 'Person';
                id: string;
                name: string;
            } | {
                __typename: 'Place';
                id: string;
                name: string;
            } | {
                __typename: 'Resource';
                id: string;
                name: string;
            } | {
                __typename: 'Role';
                id: string;
                name: string;
            } | {
                __typename: 'Source';
                id: string;
                name: string;
            } | {
                __typename: 'TargetGroup';
                id: string;
                name: string;
            } | {
                __typename: 'Topic';
                id: string;
                name: string;
            };
        }>;
    } | null;
};
export type SuggestActivityMutationVariables = Exact<{
    name: string;
    organizer: string;
    topic: string;
    note?: string | null | undefined;
}>;
export type SuggestActivityMutation = {
    createActivities: {
        outcomes: Array<{
            status: WriteStatus;
        }>;
        elements: Array<{
            id: string;
            name: string;
        } | null>;
        errors: Array<{
            code: string;
            path: Array<string>;
            message: string;
        }>;
    } | null;
};
export type WhyNotQueryVariables = Exact<{
    for: string;
    topic: string;
    of: string;
    language?: Language | null | undefined;
}>;
export type WhyNotQuery = {
    whyNot: {
        rank: number | null;
        listed: number;
        because: Array<{
            text: string;
        }>;
        lifts: Array<{
            text: string;
        }>;
    } | null;
};
export declare const Partners: Question<PartnersQuery, PartnersQueryVariables>;
export declare const Search: Question<SearchQuery, SearchQueryVariables>;
export declare const SuggestActivity: Question<SuggestActivityMutation, SuggestActivityMutationVariables>;
export declare const WhyNot: Question<WhyNotQuery, WhyNotQueryVariables>;
export {};
