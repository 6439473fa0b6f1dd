/** The texts of a page that cannot open a journey. */
import { _ } from './catalogue.js';

export const closed = {
  title: _('Your journey cannot be opened just now'),
  again: _('This page tries again by itself. You can also close it, and come back later.'),
  help_title: _('If you need someone now'),
  help: [
    _('If you or someone else is in danger, call your emergency number: 112 in Europe, 911 in the US and Canada, 999 in the UK, 000 in Australia.'),
    _('In the US and Canada you can call or text 988. In the UK and Ireland call 116 123. Elsewhere, findahelpline.com lists people to call.'),
  ],
};
