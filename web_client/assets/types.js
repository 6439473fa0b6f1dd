/**
 * The shapes that go over the wire (docs/PROTOCOL.md), as this client reads them, and the state it keeps of them.
 * There is nothing to run here: the types are for the checker and for the reader.
 */

/** @typedef {'done'|'here'|'left'|'open'|'ahead'} StageState */
/** @typedef {{id: string, title: string, state: StageState}} Stage */
/**
 * @typedef {object} Journey
 * @property {string} id
 * @property {string} course
 * @property {string} language
 * @property {string} name
 * @property {string} stage
 * @property {Stage[]} stages
 * @property {string} [kept_until]  the day up to which it stays if nobody opens it, "2028-11-25"; absent: for good
 */
/** @typedef {{id: string, title: string, about: string, languages: string[], translations?: Record<string, {title: string, about: string}>}} Course */

/** @typedef {'choice'|'choices'|'yesno'|'text'|'long_text'|'list'|'scale'|'number'|'date'} Kind */
/** @typedef {string|string[]|number|boolean} Value */
/** @typedef {{id: string, label: string}} Option */

/** @typedef {{type: 'said', seq: number, at?: string, text: string}} Said */
/**
 * @typedef {object} Asked
 * @property {'asked'} type
 * @property {number} seq
 * @property {string} [at]
 * @property {string} question
 * @property {Kind} kind
 * @property {string} text
 * @property {Option[]} [options]
 * @property {boolean} skippable
 * @property {string} [stage]
 * @property {number} [min]
 * @property {number} [max]
 * @property {string} [low]
 * @property {string} [high]
 * @property {string} [unit]
 * @property {number} [max_characters]
 * @property {number} [at_least]
 * @property {number} [at_most]
 * @property {string} [hint]
 * @property {string} [example]
 * @property {string} [why]
 * @property {number} [step]
 * @property {number} [of]
 */
/**
 * @typedef {object} Kept
 * @property {'kept'} type
 * @property {number} seq
 * @property {string} [at]
 * @property {string} question
 * @property {string} [request]
 * @property {Value|null} value
 * @property {string} [label]
 * @property {boolean} [skipped]
 */
/** A part of a picture: what is absent is not there. @typedef {{role: string, label?: string, text?: string, values?: number[], day?: string}} Part */
/** A later one of the same `name` is a newer state of it. @typedef {{picture: string, name: string, title: string, words: string, parts: Part[]}} Picture */
/** @typedef {Picture & {type: 'shown', seq: number, at?: string}} Shown */
/** @typedef {{type: 'practice', seq: number, at?: string, text: string, days: number}} Practice */
/** @typedef {{type: 'took_back', seq: number, at?: string, from: number, request?: string}} TookBack */
/** @typedef {{type: 'stage', seq: number, at?: string, stage: string, state: StageState}} StageChanged */
/** @typedef {{type: 'paused', seq: number, at?: string, until: string|null, early?: boolean}} Paused */
/** @typedef {{type: 'resumed', seq: number, at?: string, request?: string}} Resumed */
/** What was said before is in `before`. @typedef {{type: 'language', seq: number, at?: string, language: string, before: string, request?: string}} LanguageChosen */
/** @typedef {{type: 'ended', seq: number, at?: string, stage: string}} Ended */
/** @typedef {{type: 'welcome', journey: Journey, seq: number}} Welcome */
/** @typedef {{type: 'current', seq: number, open: string|null}} Current */
/** @typedef {{type: 'rejected', request?: string, code: string, message: string, retry?: boolean}} Rejected */
/** @typedef {{type: 'error', code: string, message: string}} Failed */

/** What stays in the conversation: every one has a `seq`. @typedef {Said|Asked|Kept|Shown|Practice|StageChanged|Paused|Resumed|Ended|LanguageChosen} Item */
/** @typedef {Item|TookBack|Welcome|Current|Rejected|Failed} ServerMessage */

/**
 * @typedef {{type: 'answer', request: string, question: string, value: Value}
 *   | {type: 'skip', request: string, question: string}
 *   | {type: 'back', request: string, question?: string}
 *   | {type: 'help', request: string}
 *   | {type: 'continue', request: string}
 *   | {type: 'language', request: string, language: string}
 *   | {type: 'begin', request: string, stage: string}} Request
 */
/** A request that is not yet acknowledged, with what its bubble shows meanwhile. @typedef {{message: Request, label: string}} Entry */

/** @typedef {'connecting'|'open'|'offline'|'closed'} Link */
/** What went wrong with the open question, in words. @typedef {{code: string, message: string}} Problem */
/** An answer just taken back: its control is offered again as it was. @typedef {{kind: Kind, text: string, value: Value}} Reopened */

/**
 * @typedef {object} State
 * @property {Journey|null} journey
 * @property {number} seq        last `seq` seen
 * @property {number} shown      items up to this `seq` are on the page; later ones wait for their moment
 * @property {Item[]} items      the conversation, without what was taken back
 * @property {Asked|null} question   the open question
 * @property {Paused|null} pause
 * @property {boolean} ended
 * @property {boolean} live      has caught up once: what comes now is new to the person
 * @property {boolean} caught_up as of the present connection
 * @property {boolean} quiet     nothing stands open and nothing more came
 * @property {Entry[]} pending
 * @property {Link} link
 * @property {Problem|null} problem
 * @property {Reopened|null} reopened
 */

/**
 * @typedef {{type: 'server', messages: ServerMessage[]}
 *   | {type: 'journey', journey: Journey}
 *   | {type: 'fresh'}
 *   | {type: 'revealed', seq: number}
 *   | {type: 'quiet'}
 *   | {type: 'pending', entries: Entry[]}
 *   | {type: 'link', link: Link}
 *   | {type: 'problem', problem: Problem|null}
 *   | {type: 'reset'}} Action
 */

/** What the bottom of the page offers now. @typedef {'loading'|'waiting'|'question'|'paused'|'ended'|'choose'|'go_on'} Panel */

export {};
