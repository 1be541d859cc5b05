/** Whose the shop is, and what the app may read there. */
export const SHOP = `query Shop {
  shop { id name currencyCode ianaTimezone }
  currentAppInstallation { accessScopes { handle } }
}`;
