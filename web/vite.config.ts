import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const SERVICE = process.env.SPOJENCI_ADDRESS ?? 'http://127.0.0.1:8000'

/** Writes what is text a second time, packed as small as can be, so that the service need not pack it for each browser. */
const packed: Plugin = {
  name: 'packed',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((file) => /^assets\/.*\.(js|css)$/.test(file))) {
      const path = join(dir!, name)
      writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
    }
  },
}

export default defineConfig({
  // Addresses are relative to the <base> that the service writes, so that the explorer works below any path.
  base: './',
  plugins: [{ ...optimizeLocales.vite({ locales: ['cs-CZ', 'en-US'] }), enforce: 'pre' }, react(), packed],
  build: {
    outDir: '../api/explorer/built',
    rolldownOptions: { input: ['index.html', 'graphiql.html'] },
    emptyOutDir: true,
    assetsInlineLimit: 0, // the Content-Security-Policy allows no data: addresses
  },
  server: { fs: { allow: ['..'] }, proxy: { '/graphql': SERVICE, '/v1': SERVICE } },
})
