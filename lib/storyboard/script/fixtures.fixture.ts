/** Small scripts of every kind, for tests. */
export const screenplay = `Title: The last ferry
Author: Somebody
Draft date: 1 May

INT. FERRY TERMINAL - NIGHT

Rain on the windows. NOVA (30s) counts coins. [[Which coins?]] The clock stops.

NOVA
(softly)
I know. I know it is late.

OTTO (V.O.)
Nobody comes after ten.

CUT TO:

EXT. PIER - CONTINUOUS

The ferry *leaves* without a sound. /* An older version:
the ferry sinks. */

NOVA ^
Wait!

OTTO ^
Wait for us!

> THE END <
`

export const prose = `Chapter 1

Nova waited at the pier. It rained, e.g. on Dr. Weber, who had no coat.
"Where to?" Nova asked. Nobody answered.

Chapter 2: The island

The ferry came back with Nova. Only the captain was gone…
`
