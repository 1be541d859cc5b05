/** Mailboxes of a desk and not of a person (RFC 2142 and what shops use), without dots, hyphens and underscores. */
const ROLES = new Set(
  `abuse accounting accounts accountspayable admin administrator billing bookings bounce bounces buchhaltung careers
  contact contacto contactus customercare customerservice customersupport donotreply ecommerce einkauf empfang enquiries
  enquiry export feedback finance frontdesk hello help helpdesk hostmaster hr info information inquiries inquiry invoice
  invoices jobs kasse kontakt kundenservice legal mailerdaemon management marketing news newsletter noreply notifications
  office order orders payments pos postmaster press purchasing rechnung reception replies reservations returns root sales
  secretary security service shipping shop staff store subscribe support team unsubscribe ventas verkauf versand warehouse
  webmaster webshop`.split(/\s+/),
);

/** What people type where an address is asked for and none is at hand. */
const PLACEHOLDERS = new Set(
  `abc anon anonymous asdf asdfasdf asdfgh cash client customer customeremail deleted donthave dummy email emailaddress
  example fake fakeemail gast guest keine keineemail keinemail kunde mailaddress missing na nan nil no noaddress nobody
  noemail noemailaddress nomail none noone noreal notapplicable notavailable nothing notprovided null placeholder qwerty
  redacted refused someone somebody tba tbc test tester testing undefined unknown user username walkin walkincustomer
  xx xxx yyy zzz`.split(/\s+/),
);
const PLACEHOLDER_DOMAINS = new Set(
  'domain fake invalid noaddress nodomain noemail nomail none noname nowhere placeholder'.split(' '),
);
/** The ones that get a number behind them: `test2`, `pos14`. */
const NUMBERED = /^(?:test|guest|noemail|nomail|customer|walkin|dummy|fake|pos|till|store|shop|kasse)\d+$/;

/**
 * Addresses that a marketplace makes up for a buyer. They are stable per buyer and seller account, so they mean
 * something only within the connection that says them.
 */
const MARKETPLACE_ALIAS = /(?:^|\.)(?:marketplace\.amazon\.[a-z.]+|members\.ebay\.[a-z.]+|reply\.etsy\.com)$/;

/** Whether a normalised address belongs to a desk, or to nobody. */
export function isRoleOrPlaceholder(email: string): boolean {
  const at = email.lastIndexOf('@');
  const local = email.slice(0, at).replace(/\+.*$/, '').replace(/[._-]/g, '');
  const domainName = email.slice(at + 1, email.indexOf('.', at));
  return (
    ROLES.has(local) ||
    PLACEHOLDERS.has(local) ||
    NUMBERED.test(local) ||
    PLACEHOLDER_DOMAINS.has(domainName) ||
    !/[\p{L}\p{N}]/u.test(local) ||
    // a@a.com, gmail@gmail.com: somebody who typed what the form would take.
    (local === domainName && (local.length <= 3 || /^(?:gmail|hotmail|yahoo|outlook|mail)$/.test(local)))
  );
}

/** Whether a normalised address is an alias that only its marketplace understands. */
export function isMarketplaceAlias(email: string): boolean {
  return MARKETPLACE_ALIAS.test(email.slice(email.lastIndexOf('@') + 1));
}
