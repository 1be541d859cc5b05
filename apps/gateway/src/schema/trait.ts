import { type Day, unreachable } from '@clientele/model';
import { plainTrait } from '@clientele/pipeline';
import {
  type Attribute,
  decimalText,
  quantityText,
  type TraitValue,
  unitOf,
  type ValueType,
} from '@clientele/segmentation';
import { Field, ObjectType } from 'type-graphql';
import { ForWidgets } from './field-rules.js';

@ObjectType({ description: 'A derived fact about a profile, as the catalogue defines it.' })
export class Trait {
  @ForWidgets()
  @Field(() => String, { description: 'As queries write it.' })
  readonly name: string;

  @ForWidgets()
  @Field(() => String, { description: 'As a page writes it.' })
  readonly label: string;

  @ForWidgets()
  @Field(() => String, { description: 'text, id, choice, integer, decimal, date or list.' })
  readonly type: ValueType;

  @ForWidgets()
  @Field(() => String, {
    nullable: true,
    description: 'Plain text: a decimal, a day, a list joined by commas; null where the trait is absent.',
  })
  readonly value: string | null;

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'The value in words, in the currency of the shop.' })
  readonly display: string | null;

  constructor({ name, type }: Attribute, value: TraitValue | undefined, currency: string) {
    this.name = name;
    this.label = labelOf(name);
    this.type = type;
    this.value = value === undefined ? null : [plainTrait(value)].flat().join(', ');
    this.display = value === undefined ? null : shown(name, type, value, currency);
  }
}

/** `rfm_group` is `RFM group`. */
function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').replace(/\b(rfm|sms)\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shown(name: string, type: ValueType, value: TraitValue, currency: string): string {
  switch (value.kind) {
    case 'number':
      return name.endsWith('_share')
        ? percent(decimalText(value.number))
        : quantityText(value.number, unitOf(name, currency));
    case 'date':
      return dayInWords(value.day);
    case 'text':
      return type === 'choice' || name.endsWith('_channel') ? inWords(value.text) : value.text;
    case 'list':
      return value.texts.map((text) => (name === 'channels' ? inWords(text) : text)).join(', ');
    default:
      return unreachable(value);
  }
}

/** `AT_RISK` is `At risk`. */
function inWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function percent(share: string): string {
  return new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 }).format(
    share as Intl.StringNumericLiteral,
  );
}

function dayInWords(day: Day): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}
