/** Registers an element once: a page may load two versions, and the first one stays. */
export function defineElement(name: `clientele-${string}`, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}
