/** The settings with more secrets in a list of them, behind those that it has. */
export function withSecrets<Settings extends object>(
  settings: Settings,
  name: string,
  more: readonly string[],
): Settings {
  return { ...settings, [name]: [...listed(settings, name), ...more] };
}

/** The secrets in a list of them. */
export function listed(settings: object, name: string): readonly string[] {
  const entry = Object.entries(settings).find(([key]) => key === name);
  return entry !== undefined && Array.isArray(entry[1]) ? entry[1].map(String) : [];
}
