/** The texts around pictures: what the sides of a drawing are called, and their list or table. */
import { _ } from './catalogue.js';

export const pictures = {
  as_list: _('As a list'),
  as_table: _('As a table'),
  me: _('Me'),
  /** Whose part it is, where the script gives it no name. @type {Record<string, string>} */
  roles: {
    mine: _('Mine'),
    theirs: _('Theirs'),
    both: _('Both of us'),
    shared: _('Shared'),
    before: _('Before'),
    old_road: _('The old road'),
    new_road: _('The new road'),
    predicted: _('Expected'),
    actual: _('What happened'),
    given: _('Given'),
    received: _('Received'),
    then: _('Then'),
    now: _('Now'),
  },
  i_do: _('What I do'),
  they_do: _('What they do'),
  me_side: _('My side'),
  their_side: _('Their side'),
  still_open: _('Still open: this part takes both'),
  around_again: _('and around again'),
  worry: _('Worry'),
  distance: _('Distance'),
  noise: _('How far off a figure may be'),
  what: _('What'),
  value: _('Value'),
  day: _('Day'),
  of_ten: _('Of 10'),
};
