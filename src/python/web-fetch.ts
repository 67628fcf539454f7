import { fetch } from 'undici';

/**
 * Node's own fetch ends the whole process when a server hangs up while nobody reads the body that it has begun to send
 * (nodejs/undici#5360); the library that it is made of does not. The types of both say the same in other words.
 */
export const webFetch = fetch as unknown as typeof globalThis.fetch;
