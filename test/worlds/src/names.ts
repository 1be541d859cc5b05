/** A pool of names of one language; every list starts with its commonest names. */
export interface NamePool {
  readonly female: readonly string[];
  readonly male: readonly string[];
  readonly family: readonly string[];
}

function pool(female: string, male: string, family: string): NamePool {
  return { female: female.split(' '), male: male.split(' '), family: family.split(' ') };
}

/** Written by hand for this generator; `world` stands for families who came from elsewhere. */
export const NAMES = {
  en: pool(
    'Emma Olivia Sarah Emily Grace Elizabeth Katherine Jessica Margaret Rebecca Jennifer Hannah Susan Alice Victoria Chloe Deborah Patricia Abigail Samantha Lucy Sophie Charlotte Amelia Holly Caroline Gillian Fiona Naomi Rachel Helen Claire',
    'James William Thomas Robert Michael David Daniel Matthew Andrew Christopher Benjamin Joseph Edward Samuel Anthony Richard Nicholas Alexander Peter George Henry Oliver Jack Simon Graham Stephen Kevin Alan Harry Callum Dylan Owen',
    'Smith Jones Taylor Brown Williams Wilson Johnson Davies Evans Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris Clarke Turner Hill Cooper Ward Morris Bailey Parker Bennett Foster Murphy Campbell Stewart Reid Murray Kelly Marshall Hunt Shaw Palmer Fletcher Gibson Ellis Barker Webb Chapman Lawson Pearce Holmes Barnes',
  ),
  de: pool(
    'Anna Julia Katharina Sabine Susanne Christine Jasmin Lena Hannah Käthe Monika Ursula Franziska Johanna Birgit Heike',
    'Thomas Michael Andreas Stefan Jürgen Günther Lukas Maximilian Björn Matthias Felix Sören Klaus Wolfgang Tobias Jörg',
    'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hartmann Lange Köhler Jäger Größer Böhm',
  ),
  fr: pool(
    'Marie Camille Léa Manon Chloé Élodie Amélie Sophie Nathalie Isabelle Zoé Céline Hélène Margaux Inès Françoise',
    'Jean Pierre Nicolas Lucas François Théo Hugo Antoine Julien Mathieu Étienne Rémi Sébastien Jérôme Benoît Philippe',
    'Martin Bernard Dubois Durand Moreau Laurent Lefèvre Leroy Roux Fournier Girard Bonnet Lambert Fontaine Rousseau Mercier Dupont Faure Guérin Chevalier Gauthier Périer Renard Colin Béraud',
  ),
  es: pool(
    'María Carmen Lucía Ana Isabel Laura Marta Elena Sofía Cristina Raquel Inés',
    'Antonio José Manuel Francisco Javier Carlos Daniel Alejandro Miguel Ángel Sergio Andrés',
    'García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Ruiz Díaz Moreno Muñoz Álvarez Romero Navarro Torres Ramos Gil Serrano',
  ),
  nl: pool(
    'Emma Sanne Lotte Anouk Femke Marieke Ingrid Saskia Willemijn Fleur',
    'Jan Daan Sem Bram Pieter Thijs Hendrik Willem Ruben Joost',
    'Jansen Bakker Visser Smit Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Kuipers Verhoeven Postma Hoekstra',
  ),
  world: pool(
    'Fatima Aisha Priya Agnieszka Ayşe Mei Olga Yuki Amina Ewa Zeynep Ananya Nadia Linh',
    'Mohammed Ali Raj Piotr Mehmet Wei Ivan Kenji Omar Tomasz Emre Arjun Hassan Minh',
    'Khan Patel Nowak Yılmaz Wang Ivanov Ahmed Singh Kowalski Kaya Nguyen Tanaka Hussain Sharma Demir Chen Wójcik Petrov Rahman Okafor',
  ),
} as const satisfies Record<string, NamePool>;
export type NameLanguage = keyof typeof NAMES;

/** What friends call people, and people sometimes type into a form. */
export const NICKNAMES: Readonly<Record<string, readonly string[]>> = {
  Elizabeth: ['Liz', 'Beth', 'Lizzie'],
  Katherine: ['Kate', 'Kathy'],
  Jessica: ['Jess'],
  Margaret: ['Maggie', 'Peggy'],
  Rebecca: ['Becky'],
  Jennifer: ['Jen', 'Jenny'],
  Susan: ['Sue'],
  Victoria: ['Vicky'],
  Deborah: ['Debbie'],
  Patricia: ['Pat', 'Tricia'],
  Abigail: ['Abi'],
  Samantha: ['Sam'],
  Sarah: ['Sally'],
  James: ['Jim', 'Jamie'],
  William: ['Bill', 'Will'],
  Thomas: ['Tom'],
  Robert: ['Bob', 'Rob'],
  Michael: ['Mike'],
  David: ['Dave'],
  Daniel: ['Dan'],
  Matthew: ['Matt'],
  Andrew: ['Andy'],
  Christopher: ['Chris'],
  Benjamin: ['Ben'],
  Joseph: ['Joe'],
  Edward: ['Ed', 'Ted'],
  Samuel: ['Sam'],
  Anthony: ['Tony'],
  Richard: ['Rick', 'Dick'],
  Nicholas: ['Nick'],
  Alexander: ['Alex'],
  Katharina: ['Kathi', 'Käthe'],
  Susanne: ['Susi'],
  Franziska: ['Franzi'],
  Johanna: ['Hanna'],
  Maximilian: ['Max'],
  Matthias: ['Matze'],
  Tobias: ['Tobi'],
  Nathalie: ['Nath'],
  Isabelle: ['Isa'],
  Nicolas: ['Nico'],
  Sébastien: ['Seb'],
  José: ['Pepe'],
  Francisco: ['Paco'],
  Isabel: ['Isa'],
  Alejandro: ['Álex'],
  Willemijn: ['Mijntje'],
  Hendrik: ['Henk'],
  Agnieszka: ['Aga'],
  Mohammed: ['Mo'],
};

const FOLDS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ı: 'i',
  ł: 'l',
};

/** The name in plain ASCII as people type it on a keyboard without their letters: Müller is Mueller, Zoé is Zoe. */
export function transliterated(name: string): string {
  return name
    .replace(/[äöüßÄÖÜıł]/g, (letter) => FOLDS[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
}
