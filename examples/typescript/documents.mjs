// A plugin of graphql-codegen: each document as a text that knows the types of its variables and of its answer.
import { print } from 'graphql'

export const plugin = (_, sources) => ({
  prepend: ["import type { Question } from './service.js'"],
  content: sources
    .flatMap(({ document }) => document.definitions)
    .map((asked) => {
      const name = asked.name.value
      const type = name + { query: 'Query', mutation: 'Mutation' }[asked.operation]
      return `export const ${name} = \`${print(asked)}\` as Question<${type}, ${type}Variables>`
    })
    .join('\n\n'),
})
