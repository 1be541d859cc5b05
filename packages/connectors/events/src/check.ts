/** What `clientele connector check` tries, and the world that it tries it on. */
export { events as connector } from './connector.js';
export { clientsWorld as makeWorld } from './world.js';
