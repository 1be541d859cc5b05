/** The form of an e-mail address that serves as an id: without blanks around it, in lower case. */
export function normalisedEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** A full name in its parts: the last word is the family name. */
export function nameParts(full: string | undefined): { readonly firstName?: string; readonly lastName?: string } {
  const words = full?.trim().split(/\s+/) ?? [];
  const lastName = words.pop();
  if (lastName === undefined || lastName === '') return {};
  return words.length === 0 ? { lastName } : { firstName: words.join(' '), lastName };
}
