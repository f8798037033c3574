// Writes a synthetic month of any size for measurements: a one-time file of 46 columns, and its exact sums beside it.
//
//   node benches/make-month.mjs ROWS FOLDER     FOLDER/month-ROWS.csv, and in FOLDER/month-ROWS.sums.json
//                                               lines and sums of all rows and of each customer
//
// Seeded: the same bytes on every machine. Money is whole hundredths in BigInt, never a float.

import fs from 'node:fs';
import path from 'node:path';
import { seeded } from '../scripts/seeded.mjs';

const [nRows, folder] = [Number(process.argv[2]), process.argv[3]];
if (!(nRows > 0) || !folder) throw new Error('usage: make-month.mjs ROWS FOLDER');

const HEADER = 'PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,ResellerMpnId,OrderId,OrderDate,ProductId,SkuId,AvailabilityId,SkuName,ProductName,ChargeType,UnitPrice,Quantity,Subtotal,TaxTotal,Total,Currency,PriceAdjustmentDescription,PublisherName,PublisherId,SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,TermAndBillingCycle,EffectiveUnitPrice,UnitType,AlternateId,BillableQuantity,BillingFrequency,PricingCurrency,PCToBCExchangeRate,PCToBCExchangeRateDate,MeterDescription,ReservationOrderId,CreditReasonCode,SubscriptionStartDate,SubscriptionEndDate,ReferenceId,ProductQualifiers,PromotionId';

const random = seeded(46_000_000);
const hex = n => Array.from({ length: n }, () => random(16).toString(16)).join('');
const guid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
const pool = (n, make) => Array.from({ length: n }, (_, idx) => make(idx));
const pick = list => list[random(list.length)];

const CUSTOMERS = pool(500, idx => `${guid()},"Customer ${idx}, Ltd.",customer${idx}.onmicrosoft.com,${pick(['DE', 'FR', 'NL', 'AT'])}`);
const PRODUCTS = pool(300, idx => `${hex(12).toUpperCase()},${String(random(99)).padStart(4, '0')},${hex(12).toUpperCase()},SKU ${idx},Product ${idx} for business`);
const SUBSCRIPTIONS = pool(5000, () => guid());
const CHARGES = ['new', 'renew', 'cycleCharge', 'addQuantity', 'removeQuantity', 'cancelImmediate', 'customerCredit'];
const PARTNER = guid();
const cents = n => `${n < 0n ? '-' : ''}${(n < 0n ? -n : n) / 100n}.${String((n < 0n ? -n : n) % 100n).padStart(2, '0')}`;

fs.mkdirSync(folder, { recursive: true });
const out = fs.openSync(path.join(folder, `month-${nRows}.csv`), 'w');
const noSums = () => ({ lines: 0, Subtotal: 0n, TaxTotal: 0n, Total: 0n });
const all = noSums();
const perCustomer = new Map();
let lines = [HEADER];
for (let row = 0; row < nRows; row++) {
  const customer = CUSTOMERS[Math.floor((row * CUSTOMERS.length) / nRows)];
  const [quantity, price] = [BigInt(1 + random(200)), BigInt(random(50_000))];
  const charge = pick(CHARGES);
  const sign = charge === 'removeQuantity' || charge === 'cancelImmediate' || charge === 'customerCredit' ? -1n : 1n;
  const subtotal = sign * quantity * price;
  const tax = sign * ((quantity * price * 19n) / 100n);
  const total = subtotal + tax;
  const id = customer.slice(0, 36);
  if (!perCustomer.has(id)) perCustomer.set(id, noSums());
  for (const sums of [all, perCustomer.get(id)]) {
    sums.lines += 1;
    sums.Subtotal += subtotal;
    sums.TaxTotal += tax;
    sums.Total += total;
  }
  const day = 1 + random(28);
  lines.push(`${PARTNER},${customer},G052146300,6034453,0,${hex(12)},9/${day}/2026,${pick(PRODUCTS)},${charge},${cents(price)},${quantity},${cents(subtotal)},${cents(tax)},${cents(total)},EUR,"[""${random(16)}.0% Partner earned credit for services managed""]",Microsoft,"Microsoft Corporation, NA",Azure plan,${pick(SUBSCRIPTIONS)},9/${day}/2026,9/30/2026,One-Month commitment for monthly billing,${cents(sign * price)}${random(1_000_000)},1 GB/Month,${hex(12)},${quantity},Monthly,USD,0.846202666,9/30/2026,Data Stored (GB/Month),,,9/1/2026,8/31/2027,${guid()},"[""AddOn""]",`);
  if (lines.length === 20_000 || row === nRows - 1) {
    fs.writeSync(out, `${lines.join('\n')}\n`);
    lines = [];
  }
}
fs.closeSync(out);
const printed = ({ lines, Subtotal, TaxTotal, Total }) => ({ lines, Subtotal: cents(Subtotal), TaxTotal: cents(TaxTotal), Total: cents(Total) });
const customers = Object.fromEntries([...perCustomer].map(([id, sums]) => [id, printed(sums)]));
// Written last: a month whose making was interrupted has none.
fs.writeFileSync(path.join(folder, `month-${nRows}.sums.json`), JSON.stringify({ ...printed(all), customers }, null, 1));
