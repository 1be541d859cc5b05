import { type ExportedPerson, exportPerson } from '@clientele/pipeline';
import { personAsked } from './person-asked.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ProfileExportInput extends Asked {
  /** The id of a profile or a customer record, an e-mail address or a telephone number. */
  readonly person: string;
}

/** Everything that is kept of a person, for them to have; who made it is written down. */
export const profileExport: Verb<ProfileExportInput, ExportedPerson> = {
  name: 'profile export',
  async run(house, { shop: id, person }) {
    const shop = await house.shop(id);
    const exported = await exportPerson(house, shop, await personAsked(house, shop, person));
    const entry = { who: 'command line', what: 'person.exported', subject: exported.profiles[0]?.id ?? shop.id };
    await house.ledger.auditLog.append(shop.id, entry, house.clock());
    return yes(exported);
  },
  print: (exported, terminal) => terminal.line(JSON.stringify(exported, undefined, 2)),
};
