import { write, type Schemas } from '@fuyao/shared/api';

type Challenge = Schemas['PasskeyChallenge'];

/** The parts of WebAuthn that speak JSON; browsers without them offer no passkeys here. */
interface JsonCredentials {
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: unknown): PublicKeyCredentialRequestOptions;
}

const webauthn = (): JsonCredentials | null => {
  const known = (globalThis as { PublicKeyCredential?: Partial<JsonCredentials> }).PublicKeyCredential;
  return known?.parseRequestOptionsFromJSON && known.parseCreationOptionsFromJSON && isSecureContext ? (known as JsonCredentials) : null;
};

export const passkeysWork = () => webauthn() !== null;

const asJson = (credential: Credential | null) => (credential as unknown as { toJSON(): unknown }).toJSON();

/** Proves who one is with a passkey of this device or another. */
export async function signInWithPasskey() {
  const { data } = await write('post', '/api/session/passkey/options', undefined);
  const credential = await navigator.credentials.get({ publicKey: webauthn()!.parseRequestOptionsFromJSON(data.options) });
  return (await write('post', '/api/session/passkey', { ticket: data.ticket, credential: asJson(credential) as never })).data;
}

/** Makes a passkey for the challenge and gives it to the account. */
export async function addPasskey(challenge: Challenge, name: string) {
  const credential = await navigator.credentials.create({ publicKey: webauthn()!.parseCreationOptionsFromJSON(challenge.options) });
  return (await write('post', '/api/account/passkeys', { ticket: challenge.ticket, credential: asJson(credential) as never, name })).data;
}
