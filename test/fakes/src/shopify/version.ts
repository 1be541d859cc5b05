/** The versions of the Admin API that the fake speaks. */
export const API_VERSIONS = ['2026-07', '2026-10'] as const;
export type ApiVersion = (typeof API_VERSIONS)[number];

export function isApiVersion(text: string): text is ApiVersion {
  return API_VERSIONS.some((version) => version === text);
}
