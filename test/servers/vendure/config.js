import { DefaultLogger, dummyPaymentHandler, LogLevel } from '@vendure/core';

/** A shop on loopback, whose database is reached by a socket in `directory`. */
export function configOf(directory, port, administrator) {
  return {
    apiOptions: {
      hostname: '127.0.0.1',
      port,
      adminApiPath: 'admin-api',
      shopApiPath: 'shop-api',
      middleware: [{ route: '', handler: byMovedClock, beforeListen: true }],
    },
    authOptions: { tokenMethod: ['bearer', 'cookie'], superadminCredentials: administrator },
    dbConnectionOptions: {
      type: 'postgres',
      host: directory,
      username: 'postgres',
      database: 'postgres',
      synchronize: true,
      logging: false,
    },
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    logger: new DefaultLogger({ level: LogLevel.Warn }),
    plugins: [],
  };
}

/** Node writes this header by a clock of its own. */
function byMovedClock(_request, response, next) {
  response.setHeader('date', new Date().toUTCString());
  next();
}
