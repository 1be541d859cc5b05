import { plainTrait } from '@clientele/pipeline';
import { type Attribute, labelOf, type TraitValue, traitInWords, type ValueType } from '@clientele/segmentation';
import { Field, ObjectType } from 'type-graphql';
import { TraitTypeEnum } from './enums.js';
import { ForWidgets } from './field-rules.js';

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
  @Field(() => TraitTypeEnum)
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
    return this.#value === undefined ? null : traitInWords(this.#attribute, this.#value, this.#currency);
  }
}
