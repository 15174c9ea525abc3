import optimizeLocales from '@react-aria/optimize-locales-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const SERVICE = process.env.SPOJENCI_ADDRESS ?? 'http://127.0.0.1:8000'

export default defineConfig({
  // Addresses are relative to the <base> that the service writes, so that the explorer works below any path.
  base: './',
  plugins: [{ ...optimizeLocales.vite({ locales: ['cs-CZ', 'en-US'] }), enforce: 'pre' }, react()],
  build: {
    outDir: '../api/explorer/built',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the Content-Security-Policy allows no data: addresses
  },
  server: { proxy: { '/graphql': SERVICE, '/v1': SERVICE } },
})
