// One file a feature, so that a feature brings its own words; a new file is one line here and one in the other language.
import access from './zh/access.json';
import account from './zh/account.json';
import users from './zh/users.json';
import exports from './zh/exports.json';
import attachments from './zh/attachments.json';
import audit from './zh/audit.json';
import benefits from './zh/benefits.json';
import change from './zh/change.json';
import codes from './zh/codes.json';
import events from './zh/events.json';
import documents from './zh/documents.json';
import fields from './zh/fields.json';
import forms from './zh/forms.json';
import help from './zh/help.json';
import home from './zh/home.json';
import household from './zh/household.json';
import imports from './zh/imports.json';
import operations from './zh/operations.json';
import organisations from './zh/organisations.json';
import lists from './zh/lists.json';
import orders from './zh/orders.json';
import reviews from './zh/reviews.json';
import adjustments from './zh/adjustments.json';
import queue from './zh/queue.json';
import windows from './zh/windows.json';
import entitlements from './zh/entitlements.json';
import packs from './zh/packs.json';
import persons from './zh/persons.json';
import poverty from './zh/poverty.json';
import checks from './zh/checks.json';
import quotas from './zh/quotas.json';
import ranking from './zh/ranking.json';
import received from './zh/received.json';
import records from './zh/records.json';
import regions from './zh/regions.json';
import runs from './zh/runs.json';
import studio from './zh/studio.json';
import shell from './zh/shell.json';
import simulation from './zh/simulation.json';
import villages from './zh/villages.json';
import why from './zh/why.json';

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
