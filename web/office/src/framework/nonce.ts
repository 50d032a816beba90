/** The server writes a fresh nonce into the page; styles made at run time carry it, so that the policy needs no `unsafe-inline`. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

// The table's and the drawer's helpers make style elements without asking for the configured nonce; they get it here, at their making.
const create = document.createElement.bind(document) as (tag: string, options?: ElementCreationOptions) => HTMLElement;
document.createElement = ((tag: string, options?: ElementCreationOptions) => {
  const element = create(tag, options);
  if (nonce && element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
}) as typeof document.createElement;
