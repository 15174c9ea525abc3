import type { CodegenConfig } from '@graphql-codegen/cli'

export default {
  schema: '../../api/schema.graphql',
  documents: '../questions/*.graphql',
  generates: {
    'src/questions.ts': {
      plugins: ['typescript-operations', './documents.mjs'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { ID: 'string', Date: 'string', DateTime: 'string', JSON: 'unknown' },
      },
    },
  },
} satisfies CodegenConfig
