import { unreachable } from '@clientele/model';
import { plainTrait } from '@clientele/pipeline';
import {
  type Attribute,
  decimalText,
  labelOf,
  plainWords,
  quantityText,
  type TraitValue,
  unitOf,
  type ValueType,
} from '@clientele/segmentation';
import { Field, ObjectType } from 'type-graphql';
import { ForWidgets } from './field-rules.js';

const PERCENT = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

@ObjectType({ description: 'A derived fact about a profile, as the catalogue defines it.' })
export class Trait {
  readonly #attribute: Attribute;
  readonly #value: TraitValue | undefined;
  readonly #currency: string;

  constructor(attribute: Attribute, value: TraitValue | undefined, currency: string) {
    this.#attribute = attribute;
    this.#value = value;
    this.#currency = currency;
  }

  @ForWidgets()
  @Field(() => String, { description: 'As queries write it.' })
  get name(): string {
    return this.#attribute.name;
  }

  @ForWidgets()
  @Field(() => String, { description: 'As a page writes it.' })
  get label(): string {
    return labelOf(this.#attribute.name);
  }

  @ForWidgets()
  @Field(() => String, { description: 'text, id, choice, integer, decimal, date or list.' })
  get type(): ValueType {
    return this.#attribute.type;
  }

  @ForWidgets()
  @Field(() => String, {
    nullable: true,
    description: 'Plain text: a decimal, a day, a list joined by commas; null where the trait is absent.',
  })
  get value(): string | null {
    return this.#value === undefined ? null : [plainTrait(this.#value)].flat().join(', ');
  }

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'The value in words, in the currency of the shop.' })
  get display(): string | null {
    return this.#value === undefined ? null : shown(this.#attribute, this.#value, this.#currency);
  }
}

function shown({ name, type }: Attribute, value: TraitValue, currency: string): string {
  switch (value.kind) {
    case 'number':
      return name.endsWith('_share')
        ? PERCENT.format(decimalText(value.number) as Intl.StringNumericLiteral)
        : quantityText(value.number, unitOf(name, currency));
    case 'date':
      return DAY.format(new Date(`${value.day}T00:00:00Z`));
    case 'text':
      return type === 'choice' || name.endsWith('_channel') ? plainWords(value.text) : value.text;
    case 'list':
      return value.texts.map((text) => (name === 'channels' ? plainWords(text) : text)).join(', ');
    default:
      return unreachable(value);
  }
}
