/**
 * What the built page may do: run its own script and the WebAssembly in it, and show its own styles, fonts and icon. It may
 * not talk to anybody: a packet that is pasted here stays here. The one trusted type names the page's two workers, and
 * nothing else (src/trusted.ts).
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types drywire-worker',
].join('; ');

/** The same as a header, where it may also say that nobody frames the page. */
export const HEADERS = {
  'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
