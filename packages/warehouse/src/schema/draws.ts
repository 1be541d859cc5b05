/** The number by which a profile is drawn for samples and the hold-out, which only its id decides: `drawOf` of segmentation. */
export const DRAW_STATEMENTS = [
  `ALTER TABLE profile_ids ADD COLUMN IF NOT EXISTS draw UInt64
   DEFAULT reinterpretAsUInt64(reverse(substring(SHA256(profile_id), 1, 8)))`,
  'ALTER TABLE profile_ids MATERIALIZE COLUMN draw SETTINGS mutations_sync = 2',
];
