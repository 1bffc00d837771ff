import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'

/** Printed sheets and their codes. */
export const defencesOfPaper: readonly Mutation[] = [
  {
    defence: 'who has a sheet is given no ticket',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/use-cases/issue-ticket.server.ts`,
        from: "if (asked.way === 'paper')",
        to: "if (asked.way !== 'paper' && asked.way !== 'devices')",
      },
    ],
  },
  {
    defence: 'a code makes one ballot, whoever sends it and when',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/paper/cast-by-code.server.ts`,
        from: 'code: given.code })',
        to: 'code: given.code + JSON.stringify(given.answers) })',
      },
    ],
  },
  {
    defence: 'new sheets end the old ones',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/keys/sheet-file.server.ts`,
        from: 'const good = codes.map((code) => hashOfCode({ wave, code })).sort()',
        to: 'const good = [...(mine?.good ?? []), ...codes.map((code) => hashOfCode({ wave, code }))].sort()',
      },
    ],
  },
  {
    defence: 'no sheets are made once some may have been used',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/use-cases/paper/make-sheets.server.ts`,
        from: "state === 'announced' &&",
        to: "state !== 'cancelled' ||",
      },
      {
        file: `${checkins}/use-cases/paper/make-sheets.server.ts`,
        from: 'checkins.clock.now() < opensAt && checkins.steady.now() < opensAt',
        to: 'opensAt > new Date(0)',
      },
    ],
  },
  {
    defence: 'a page of sheets that is sent twice makes none again',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/use-cases/paper/make-sheets.server.ts`,
        from: 'if (printing !== asked.after + 1)',
        to: 'if (printing < asked.after + 1)',
      },
    ],
  },
  {
    defence: 'of a code only its hash is kept',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/keys/sheet-file.server.ts`,
        from: '{ ...printed, good, ended, secret }',
        to: '{ ...printed, good, ended, secret, codes }',
      },
    ],
  },
  {
    defence: 'a ballot does not follow from its code alone',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/keys/sheet-file.server.ts`,
        from: "createHmac('sha256', Buffer.from(given.secret, 'base64url'))",
        to: "createHmac('sha256', Buffer.alloc(32, given.secret && 0))",
      },
    ],
  },
  {
    defence: 'who is refused in the last minute keeps the sheets that are good',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/use-cases/paper/make-sheets.server.ts`,
        from: '      try {\n        if (!isEarly(wave))',
        to: '      await ready.take()\n      try {\n        if (!isEarly(wave))',
      },
      {
        file: `${checkins}/use-cases/paper/make-sheets.server.ts`,
        from: '        await ready.take()\n        return accept',
        to: '        return accept',
      },
    ],
  },
  {
    defence: 'the group reads of its sheets what the file of codes says',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/use-cases/paper/read-paper-checkins.server.ts`,
        from: 'made: of?.printing ?? 0',
        to: 'made: of ? 3 : 0',
      },
    ],
  },
  {
    defence: 'the secret of sheets that were printed anew is overwritten',
    test: 'paper',
    changes: [{ file: `${checkins}/keys/key-file.server.ts`, from: 'if (old) await overwrite(old)', to: '' }],
  },
  {
    defence: 'a code is known as used after a kill',
    test: 'paper-kills',
    changes: [
      {
        file: `${checkins}/paper/cast-by-code.server.ts`,
        from: 'seedOfCode({ secret: given.sheet.secret, code: given.code })',
        to: 'seedOfCode({ secret: given.sheet.secret, code: given.code + process.pid })',
      },
    ],
  },
  {
    defence: 'nothing of the form for sheets is logged',
    test: 'no-traces',
    changes: [
      {
        file: `${checkins}/use-cases/open-checkins.server.ts`,
        from: 'return isForm ? answerByCode(request, response)',
        to: "if (isForm) on.log.debug({ headers: request.headers }, 'form')\n      return isForm ? answerByCode(request, response)",
      },
    ],
  },
  {
    defence: 'codes are destroyed with the wave',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/use-cases/destroy-answers.server.ts`,
        from: 'await destroyKeyFile(sheetFileOf(place))',
        to: 'sheetFileOf(place)',
      },
    ],
  },
  {
    defence: 'what is typed into the form is never markup',
    test: 'paper',
    changes: [
      {
        file: 'src/ui/escape.ts',
        from: 'text.replace(/[&<>"\']/g, (sign) => escapes[sign] ?? sign)',
        to: 'text.replace(/[&]/g, (sign) => escapes[sign] ?? sign)',
      },
    ],
  },
  {
    defence: 'a ballot on paper says when somebody else typed it in',
    test: 'paper',
    changes: [
      {
        file: `${checkins}/closing/open-ballots.worker.server.ts`,
        from: '...opened.value, apart',
        to: 'answers: opened.value.answers, apart',
      },
    ],
  },
]
