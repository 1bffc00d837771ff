import { fromBase64Url } from './digest.ts'

// 256 short words without meaning between them, one for each byte. Their order is part of the format: never change it.
const words = (
  'acorn alder amber anchor apple apron arrow ash autumn bakery balcony bamboo barley basin basket beach ' +
  'beacon bell bench birch biscuit blanket blossom bottle boulder bramble bread breeze brick bridge brook ' +
  'brush bucket butter button cabin cactus candle canoe canvas carpet carrot castle cedar chalk cherry ' +
  'chestnut chimney cider circle clover coast cobble coffee comet compass copper coral corner cotton ' +
  'cradle crane creek cricket crystal cup curtain daisy dawn desert dew dolphin door drum dune eagle east ' +
  'echo elbow elm ember engine fabric falcon feather fence fern ferry fiddle field finch flag flame flint ' +
  'flour flute forest fountain fox frost garden garlic gate ginger glacier glass glove goose grain ' +
  'granite grape grass gravel grove guitar hammer harbour harvest hazel heron hill holly honey horizon ' +
  'horse ice indigo ink iris island ivory ivy jacket jade jasmine jigsaw jungle juniper kettle kite ' +
  'kitten ladder lagoon lake lamp lantern lark laurel lavender leaf lemon lentil library lilac lime linen ' +
  'lion lodge maple marble marsh meadow melon mill mint mirror mist moon moss mountain mushroom nest ' +
  'nettle north nutmeg oak oar oasis oats ocean olive onion orange orbit orchard otter owl oyster paddle ' +
  'palm panda paper parsley path pear pebble pelican pencil pepper petal pigeon pillow pine planet plum ' +
  'pocket pond poppy porch potato pottery puzzle quarry quartz quill rabbit rain raven reed ribbon river ' +
  'robin rocket rope rose saddle saffron sail salmon sand satin shell shore silver slate snow sparrow ' +
  'spice spoon spruce squirrel stable star stone straw stream sugar summer sunrise swan table tansy ' +
  'teapot thistle thunder tulip'
).split(' ')

export const fingerprintLength = 8

/**
 * A hash as eight words that people can read to each other: 64 bits, so that making another manifest with the same
 * words is out of reach for anyone who has less than a national laboratory.
 */
export const fingerprint = (hash: string): string[] =>
  [...(fromBase64Url(hash) ?? []).slice(0, fingerprintLength)].map((byte) => words[byte] ?? '')
