// One file a feature, so that a feature brings its own words; a new file is one line here and one in the other language.
import access from './en/access.json';
import account from './en/account.json';
import users from './en/users.json';
import exports from './en/exports.json';
import attachments from './en/attachments.json';
import audit from './en/audit.json';
import benefits from './en/benefits.json';
import change from './en/change.json';
import codes from './en/codes.json';
import events from './en/events.json';
import documents from './en/documents.json';
import fields from './en/fields.json';
import forms from './en/forms.json';
import help from './en/help.json';
import home from './en/home.json';
import household from './en/household.json';
import imports from './en/imports.json';
import operations from './en/operations.json';
import organisations from './en/organisations.json';
import lists from './en/lists.json';
import orders from './en/orders.json';
import reviews from './en/reviews.json';
import adjustments from './en/adjustments.json';
import queue from './en/queue.json';
import windows from './en/windows.json';
import entitlements from './en/entitlements.json';
import packs from './en/packs.json';
import persons from './en/persons.json';
import poverty from './en/poverty.json';
import checks from './en/checks.json';
import quotas from './en/quotas.json';
import ranking from './en/ranking.json';
import received from './en/received.json';
import records from './en/records.json';
import regions from './en/regions.json';
import runs from './en/runs.json';
import studio from './en/studio.json';
import shell from './en/shell.json';
import simulation from './en/simulation.json';
import villages from './en/villages.json';
import why from './en/why.json';

export default {
  ...access,
  ...account,
  ...users,
  ...exports,
  ...attachments,
  ...audit,
  ...benefits,
  ...change,
  ...codes,
  ...events,
  ...documents,
  ...fields,
  ...forms,
  ...help,
  ...home,
  ...household,
  ...imports,
  ...operations,
  ...organisations,
  ...lists,
  ...orders,
  ...reviews,
  ...adjustments,
  ...queue,
  ...windows,
  ...entitlements,
  ...packs,
  ...persons,
  ...poverty,
  ...checks,
  ...quotas,
  ...ranking,
  ...received,
  ...records,
  ...regions,
  ...runs,
  ...studio,
  ...shell,
  ...simulation,
  ...villages,
  ...why,
};
