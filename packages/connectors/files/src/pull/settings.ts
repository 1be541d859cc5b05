import { safeAddress, secret } from '@clientele/connector-kit';
import { z } from 'zod';
import { currencyCode, zoneName } from '../currency-and-zone.js';
import { FORMATS } from '../formats/formats.js';
import { namedWays } from './ways.js';

export const settings = z
  .object({
    /** The files in it are read; those in folders of it are not. */
    directory: z
      .string()
      .regex(/^\/[^\0]*[^/\0]$/, 'give an absolute path, such as /srv/exports, without a / at its end')
      .refine((path) => path.split('/').every((part) => part !== '.' && part !== '..'), 'give it without . and ..')
      .optional(),
    /** One file on a web server. */
    address: safeAddress('https://erp.example/orders.csv').optional(),
    /** The header `authorization` that the web server asks for. */
    authorization: secret().optional(),
    /** Which files of the directory. */
    names: z.string().min(1).default('*'),
    format: z
      .string()
      .refine((name) => FORMATS.some((format) => format.name === name), {
        error: `give one of ${FORMATS.map(({ name }) => name).join(', ')}`,
      })
      .optional(),
    /** The JSON of a mapping, or of an object that gives names of files each a mapping or a format. */
    mapping: z.string().optional(),
    currency: currencyCode.optional(),
    timeZone: zoneName.optional(),
    /** Whether the newest file always holds everything, so that what it lacks is gone. */
    fullExports: z.enum(['yes', 'no']).default('no'),
  })
  .superRefine(({ directory, address, format, mapping, names }, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((directory === undefined) === (address === undefined))
      wrong('directory', 'give either a directory or an address');
    if (format !== undefined && mapping !== undefined) wrong('mapping', 'give either a format or a mapping');
    const reading = namedWays({ format, mapping, names });
    if (reading.outcome === 'failed') wrong('mapping', reading.reason);
  });

export type FilesSettings = z.output<typeof settings>;
