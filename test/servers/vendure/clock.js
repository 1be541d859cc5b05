// The server's clock is moved on by tests, so that nobody waits. Everything in the process reads it through `Date`.
const RealDate = Date;
let aheadMs = 0;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [shopNow()] : given, as),
  apply: () => new RealDate(shopNow()).toString(),
  get: (target, name) => (name === 'now' ? shopNow : Reflect.get(target, name)),
});

function shopNow() {
  return RealDate.now() + aheadMs;
}

export function moveClock(ms) {
  aheadMs = ms;
}
