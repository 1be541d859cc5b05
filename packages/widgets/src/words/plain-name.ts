/** `Needs attention` of `NEEDS_ATTENTION`, `Online retail` of `online-retail`: how a constant reads on a page. */
export function plainName(constant: string): string {
  const words = constant.toLowerCase().replaceAll(/[-_]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
