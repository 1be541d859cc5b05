/**
 * Which consent records are about an address. It may name too many (never too few), since a record may come to be about
 * another address: readers look at the newest version of the fact. Addresses are as `consentKeys` makes them.
 */
export const CONSENT_ADDRESS_STATEMENTS = [
  `CREATE TABLE consent_addresses (
  shop LowCardinality(String),
  channel LowCardinality(String),
  address String,
  connection LowCardinality(String),
  external_id String
) ENGINE = ReplacingMergeTree ORDER BY (shop, channel, address, connection, external_id)`,
  `INSERT INTO consent_addresses (shop, channel, address, connection, external_id)
  SELECT shop, JSONExtractString(body, 'channel') AS said, multiIf(
      said = 'email', lowerUTF8(trimBoth(JSONExtractString(body, 'address'))),
      said = 'post', trimBoth(JSONExtractString(body, 'address')),
      replaceRegexpAll(JSONExtractString(body, 'address'), '[^0-9+]', '')
    ), connection, external_id
  FROM consents WHERE NOT gone`,
];

/** Consents of before under the mailbox of their address too, where that is spelled otherwise: as `consentKeys` makes it. */
export const MAILBOX_STATEMENTS = [
  `INSERT INTO consent_addresses (shop, channel, address, connection, external_id)
  WITH lowerUTF8(trimBoth(JSONExtractString(body, 'address'))) AS written,
    extract(written, '^(.*)@[^@]*$') AS local,
    replaceRegexpOne(extract(written, '@([^@]*)$'), '^googlemail\\\\.com$', 'gmail.com') AS domain,
    match(domain, '^(gmail|fastmail|icloud|me|mac|msn|proton|protonmail|pm|(outlook|hotmail|live)(\\\\.co)?)\\\\.[a-z]+$') AS has_tags,
    if(has_tags, replaceRegexpOne(local, '\\\\+.*$', ''), local) AS untagged,
    concat(if(domain = 'gmail.com', replaceAll(untagged, '.', ''), untagged), '@', domain) AS mailbox
  SELECT shop, 'email', concat('mailbox ', mailbox), connection, external_id
  FROM consents WHERE NOT gone AND JSONExtractString(body, 'channel') = 'email' AND mailbox != written`,
];
