// Writes public/sample/: one synthetic billing month (2026-09) of the fictitious partner Northwind Cloud.
//
//   node scripts/make-sample.mjs           write the files
//   node scripts/make-sample.mjs --check   exit 1 if the files in public/sample differ from what would be written
//
// Every line obeys the rounding rules of Microsoft's reconciliation files, so that a deviation the page reports on
// this month is a bug of the page. The same bytes come out on every machine: seeded numbers, no clock, no floats for money.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Decimal from 'decimal.js';
import { seeded } from './seeded.mjs';

const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'public', 'sample');

// ------------------------------------------------------------------ numbers, dates, ids

const D = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_DOWN });
const d = text => new D(text);
const down2 = value => value.toDecimalPlaces(2, D.ROUND_DOWN);
const half2 = value => value.toDecimalPlaces(2, D.ROUND_HALF_UP);
const plain = value => (value.isZero() ? '0' : value.toFixed());
const sum = values => values.reduce((total, value) => total.plus(value), d('0'));

/** The daily-rated file's own habit: values below 0.0001 in scientific notation. */
function daily(value) {
  if (value.isZero() || value.abs().gte('0.0001')) return plain(value);
  const [mantissa, exponent] = value.toExponential(5, D.ROUND_HALF_UP).split('e-');
  return `${mantissa}E-${exponent.padStart(2, '0')}`;
}

const random = seeded(202609);
const digits = (n, first = '5') => first + Array.from({ length: n - 1 }, () => random(10)).join('');
const hex = n => Array.from({ length: n }, () => random(16).toString(16)).join('');
const guid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[random(4)]}${hex(3)}-${hex(12)}`;

/** Days are [year, month, day]. */
const us = ([y, m, dd]) => `${m}/${dd}/${y}`;
const usPadded = ([y, m, dd]) => `${String(m).padStart(2, '0')}/${String(dd).padStart(2, '0')}/${y}`;
const iso = ([y, m, dd]) => `${y}-${String(m).padStart(2, '0')}-${String(dd).padStart(2, '0')}`;
const dayNumber = ([y, m, dd]) => Date.UTC(y, m - 1, dd) / 86400000;
const fromDayNumber = n => { const t = new Date(n * 86400000); return [t.getUTCFullYear(), t.getUTCMonth() + 1, t.getUTCDate()]; };
const addDays = (day, n) => fromDayNumber(dayNumber(day) + n);
const daysBetween = (first, last) => dayNumber(last) - dayNumber(first) + 1;
const daysInMonth = ([y, m]) => daysBetween([y, m, 1], fromDayNumber(Date.UTC(y, m, 0) / 86400000));
const monthLater = ([y, m, dd]) => addDays(m === 12 ? [y + 1, 1, dd] : [y, m + 1, dd], -1);
const yearLater = ([y, m, dd]) => addDays([y + 1, m, dd], -1);
const sep = day => [2026, 9, day];

// ------------------------------------------------------------------ files

const ONE_TIME_HEADER = 'PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,ResellerMpnId,OrderId,OrderDate,ProductId,SkuId,AvailabilityId,SkuName,ProductName,ChargeType,UnitPrice,Quantity,Subtotal,TaxTotal,Total,Currency,PriceAdjustmentDescription,PublisherName,PublisherId,SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,TermAndBillingCycle,EffectiveUnitPrice,UnitType,AlternateId,BillableQuantity,BillingFrequency,PricingCurrency,PCToBCExchangeRate,PCToBCExchangeRateDate,MeterDescription,ReservationOrderId,CreditReasonCode,SubscriptionStartDate,SubscriptionEndDate,ReferenceId,ProductQualifiers,PromotionId'.split(',');
const DAILY_HEADER = 'PartnerId,PartnerName,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,MpnId,Tier2MpnId,InvoiceNumber,ProductId,SkuId,AvailabilityId,SkuName,ProductName,PublisherName,PublisherId,SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,MeterCategory,MeterId,MeterSubCategory,MeterName,MeterRegion,Unit,ResourceLocation,ConsumedService,ResourceGroup,ResourceURI,ChargeType,UnitPrice,Quantity,UnitType,BillingPreTaxTotal,BillingCurrency,PricingPreTaxTotal,PricingCurrency,ServiceInfo1,ServiceInfo2,Tags,AdditionalInfo,EffectiveUnitPrice,PCToBCExchangeRate,PCToBCExchangeRateDate,EntitlementId,EntitlementDescription,PartnerEarnedCreditPercentage,CreditPercentage,CreditType,BenefitId,BenefitOrderId,BenefitType'.split(',');
const LICENSE_HEADER = 'PartnerId,CustomerId,CustomerName,MpnId,ResellerMpnId,OrderId,SubscriptionId,SyndicationPartnerSubscriptionNumber,OfferId,DurableOfferId,OfferName,SubscriptionStartDate,SubscriptionEndDate,ChargeStartDate,ChargeEndDate,ChargeType,UnitPrice,Quantity,Amount,TotalOtherDiscount,Subtotal,Tax,TotalForCustomer,Currency,DomainName,SubscriptionName,SubscriptionDescription,BillingCycleType'.split(',');
const USAGE_HEADER = 'PartnerId,PartnerName,PartnerBillableAccountId,CustomerCompanyName,MpnId,ResellerMpnId,InvoiceNumber,ChargeStartDate,ChargeEndDate,SubscriptionId,SubscriptionName,SubscriptionDescription,OrderID,ServiceName,ServiceType,ResourceGuid,ResourceName,Region,Sku,DetailLineItemId,ConsumedQuantity,IncludedQuantity,OverageQuantity,ListPrice,PretaxCharges,TaxAmount,PostTaxTotal,Currency,PretaxEffectiveRate,PostTaxEffectiveRate,ChargeType,CustomerId,DomainName,BillingCycleType,Unit,CustomerBillableAccount,UsageDate,MeteredRegion,MeteredService,MeteredServiceType,Project,ServiceInfo'.split(',');

function csv(header, lines, { bom = false } = {}) {
  const cell = (value = '') => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  for (const line of lines) {
    const unknown = Object.keys(line).filter(name => !header.includes(name));
    if (unknown.length) throw new Error(`not in the header: ${unknown}`);
  }
  const rows = [header, ...lines.map(line => header.map(name => line[name]))];
  return (bom ? '\ufeff' : '') + rows.map(row => row.map(cell).join(',') + '\r\n').join('');
}

/** A JSON number with exactly these digits. */
class Num { constructor(text) { this.text = text; } }
const num = value => new Num(plain(value));
const json = value => JSON.stringify(value, (_, v) => (v instanceof Num ? `@@${v.text}@@` : v), 4).replace(/"@@(.*?)@@"/g, '$1') + '\n';

// ------------------------------------------------------------------ the partner, its customers, its invoices

const PARTNER = { id: guid(), name: 'Northwind Cloud', mpn: '6034453' };
const TAX_RATE = { US: d('0.0725'), DE: d('0.19'), AT: d('0.2'), HU: d('0.27') };
const INVOICES = {
  USD: { number: 'G052146300', currency: 'USD', fx: d('1') },
  EUR: { number: 'G052146301', currency: 'EUR', fx: d('0.846202666') },
  HUF: { number: 'G052146302', currency: 'HUF', fx: d('342.118734512') },
};
const LEGACY_INVOICE = 'D0400K7QPZ';

const customer = (name, domain, country, currency) => ({
  id: guid(), name, domain, country, invoice: INVOICES[currency], plan: guid(), azureSubscription: guid(), azureOrder: hex(12),
});
const adventure = customer('Adventure Works, Inc.', 'adventure-works.example', 'US', 'USD');
const retail = customer('Contoso "Retail" LLC', 'contoso-retail.example', 'US', 'USD');
const fabrikam = customer('Fabrikam Freight', 'fabrikam-freight.example', 'US', 'USD');
const mueller = customer('Müller & Söhne GmbH', 'mueller-soehne.example', 'DE', 'EUR');
const baeckerei = customer('Bäckerei Grüße, Inh. Jörg Weiß e.K.', 'baeckerei-gruesse.example', 'DE', 'EUR');
const cafe = customer('Café Ångström "Zum Löwen"', 'cafe-angstroem.example', 'AT', 'EUR');
const arviz = customer('Árvíztűrő Tükörfúrógép Kft.', 'arvizturo.example', 'HU', 'HUF');
const orseg = customer('Őrségi "Zöld" Energia, Zrt.', 'orsegi-zold.example', 'HU', 'HUF');
const kovacs = customer('Kovács és Társa Bt.', 'kovacs-tarsa.example', 'HU', 'HUF');

// ------------------------------------------------------------------ one-time lines

const oneTimeLines = [];
const BILLING_PERIOD = '["Price for given billing period"]';
const PEC = '["15.0% Partner earned credit for services managed"]';

function addOneTime(customer, subtotal, fields) {
  const tax = half2(subtotal.times(TAX_RATE[customer.country]));
  const line = {
    PartnerId: PARTNER.id, CustomerId: customer.id, CustomerName: customer.name, CustomerDomainName: customer.domain,
    CustomerCountry: customer.country, InvoiceNumber: customer.invoice.number, MpnId: PARTNER.mpn, ResellerMpnId: '0',
    Subtotal: plain(subtotal), TaxTotal: plain(tax), Total: plain(subtotal.plus(tax)), Currency: customer.invoice.currency,
    PublisherName: 'Microsoft Corporation', PCToBCExchangeRateDate: '9/1/2026', ...fields,
  };
  oneTimeLines.push(line);
  return line;
}

const product = (productId, skuId, availabilityId, name, prices) => ({ productId, skuId, availabilityId, name, prices });
const BUSINESS_STANDARD = product('CFQ7TTC0LDPB', '0001', 'CFQ7TTC0GZQJ', 'Microsoft 365 Business Standard', { USD: '10.08', EUR: '10.08', HUF: '3890.4' });
const BUSINESS_PREMIUM = product('CFQ7TTC0LCHC', '0002', 'CFQ7TTC0J1GB', 'Microsoft 365 Business Premium', { USD: '17.6', EUR: '18.1', HUF: '6985.2' });
const E3 = product('CFQ7TTC0LFLX', '0001', 'CFQ7TTC0LFR5', 'Microsoft 365 E3', { USD: '28.8', EUR: '30.24', HUF: '11670.96' });
const VISIO = product('CFQ7TTC0HD33', '0002', 'CFQ7TTC0N8SL', 'Visio Plan 2', { USD: '12', EUR: '12', HUF: '4631.4' });

/** A subscription to a licence: its order, term and charge cycle stay the same on all of its lines. */
const subscription = (customer, product, start, { annual = false } = {}) => ({
  customer, product, start, id: guid(), alternateId: hex(12), orderId: hex(12),
  price: d(product.prices[customer.invoice.currency]),
  cycleStart: start, cycleEnd: monthLater(start), end: annual ? yearLater(start) : monthLater(start),
  term: annual ? 'One-Year commitment for monthly billing' : 'One-Month commitment for monthly billing',
});

/** One line of a licence. EUP = UnitPrice / cycle days x days billed; Subtotal = ROUNDDOWN(EUP x FX, 2) x seats. */
function licence(sub, chargeType, seats, { day = sub.cycleStart, refund = false, reference = guid(), discount = d('1'), promotion, adjustment = BILLING_PERIOD, qualifiers } = {}) {
  const share = d(String(daysBetween(day, sub.cycleEnd))).div(String(daysInMonth(sub.cycleStart)));
  const whole = day === sub.cycleStart;
  const unit = (whole ? sub.price.times(discount) : sub.price.times(discount).times(share)).toDecimalPlaces(13, D.ROUND_HALF_UP);
  const effective = refund ? unit.neg() : unit;
  return addOneTime(sub.customer, down2(effective).times(seats), {
    OrderId: sub.orderId, OrderDate: us(day), ProductId: sub.product.productId, SkuId: sub.product.skuId, AvailabilityId: sub.product.availabilityId,
    SkuName: sub.product.name, ProductName: sub.product.name, ChargeType: chargeType, UnitPrice: plain(sub.price), Quantity: String(seats),
    PriceAdjustmentDescription: adjustment, SubscriptionDescription: sub.product.name, SubscriptionId: sub.id,
    ChargeStartDate: us(day), ChargeEndDate: us(sub.cycleEnd), TermAndBillingCycle: sub.term, EffectiveUnitPrice: plain(effective),
    AlternateId: sub.alternateId, BillableQuantity: String(seats), BillingFrequency: 'Monthly', PricingCurrency: sub.customer.invoice.currency,
    PCToBCExchangeRate: '1', SubscriptionStartDate: us(sub.start), SubscriptionEndDate: us(sub.end), ReferenceId: reference,
    ProductQualifiers: qualifiers, PromotionId: promotion,
  });
}

/** Microsoft bills a seat change as a refund of the old seats and a charge of the new ones. */
function changeSeats(sub, chargeType, before, after, day) {
  const reference = guid();
  licence(sub, chargeType, before, { day, refund: true, reference });
  licence(sub, chargeType, after, { day, reference });
}

function licences() {
  const yearly = (customer, product, seats) => licence(subscription(customer, product, sep(1), { annual: true }), 'cycleCharge', seats);

  yearly(adventure, E3, 48);
  const adventureStandard = subscription(adventure, BUSINESS_STANDARD, sep(3));
  licence(adventureStandard, 'new', 10);
  changeSeats(adventureStandard, 'addQuantity', 10, 12, sep(5));
  changeSeats(adventureStandard, 'removeQuantity', 12, 8, sep(8));
  yearly(retail, BUSINESS_PREMIUM, 25);
  const visio = subscription(retail, VISIO, sep(10));
  licence(visio, 'new', 3);
  licence(visio, 'cancelImmediate', 3, { day: sep(14), refund: true });
  licence(subscription(fabrikam, BUSINESS_PREMIUM, sep(1), { annual: true }), 'new', 7, {
    discount: d('0.8'), promotion: '39NFJQT1PJPD:0002:39NFJQT1Q5KL',
    adjustment: '["Price for given billing period","You are getting a discount due to a pre-determined override."]',
  });

  const standard = subscription(mueller, BUSINESS_STANDARD, sep(1));
  const premium = { ...subscription(mueller, BUSINESS_PREMIUM, sep(1)), cycleStart: standard.cycleStart, cycleEnd: standard.cycleEnd };
  licence(standard, 'new', 20);
  const upgrade = guid();
  licence(standard, 'convert', 20, { day: sep(15), refund: true, reference: upgrade });
  licence(premium, 'convert', 20, { day: sep(15), reference: upgrade });
  yearly(baeckerei, BUSINESS_STANDARD, 6);
  const cafeStandard = subscription(cafe, BUSINESS_STANDARD, sep(12));
  licence(cafeStandard, 'new', 4);
  changeSeats(cafeStandard, 'addQuantity', 4, 9, sep(21));
  licence(subscription(cafe, VISIO, sep(12)), 'new', 1, { qualifiers: '["AddOn"]' });

  yearly(arviz, E3, 15);
  const orsegPremium = subscription(orseg, BUSINESS_PREMIUM, sep(4));
  licence(orsegPremium, 'new', 11);
  changeSeats(orsegPremium, 'addQuantity', 11, 14, sep(17));
  licence(subscription(kovacs, BUSINESS_STANDARD, sep(7)), 'renew', 5);
}

/** Software and marketplace: one unit price, no proration. */
function purchase(customer, fields, { price, quantity, fx = d('1'), pricingCurrency }) {
  const unit = d(price);
  return addOneTime(customer, down2(unit.times(fx)).times(quantity), {
    OrderId: digits(18), OrderDate: '9/9/2026', ChargeType: 'new', UnitPrice: price, Quantity: String(quantity), BillableQuantity: String(quantity),
    EffectiveUnitPrice: price, PricingCurrency: pricingCurrency, PCToBCExchangeRate: plain(fx), ReferenceId: guid(), AlternateId: hex(12), ...fields,
  });
}

function purchases() {
  purchase(adventure, {
    ProductId: 'DZH318Z0BPS6', SkuId: '00K5', AvailabilityId: 'DZH318Z09JK2', SkuName: 'Reserved VM Instance, Standard_D2s_v5, US East, 1 Year', ProductName: 'Virtual Machines Dsv5 Series',
    PriceAdjustmentDescription: '["Price for given term"]', SubscriptionDescription: 'Azure plan', SubscriptionId: adventure.plan,
    ChargeStartDate: '9/9/2026', ChargeEndDate: '9/8/2027', TermAndBillingCycle: '1 Year Reservation', UnitType: '1 Hour',
    ReservationOrderId: `RIOrderId${guid()}`, SubscriptionStartDate: '9/9/2026', SubscriptionEndDate: '9/8/2027',
  }, { price: '498', quantity: 2, pricingCurrency: 'USD' });
  purchase(fabrikam, {
    ProductId: 'DG7GMGF0D5RK', SkuId: '0005', AvailabilityId: 'DG7GMGF0FKZV', SkuName: 'Windows Server 2022 Standard - 16 Core License Pack', ProductName: 'Windows Server 2022 Standard - 16 Core License Pack',
    PriceAdjustmentDescription: '["Price for given term"]', SubscriptionDescription: 'Windows Server 2022 Standard - 16 Core License Pack',
    ChargeStartDate: '9/9/2026', ChargeEndDate: '',
  }, { price: '876.47', quantity: 1, pricingCurrency: 'USD' });
  purchase(mueller, {
    ProductId: 'DZH318Z0C4TN', SkuId: '0003', AvailabilityId: 'DZH318Z07WQH', SkuName: 'Proseware Mail Shield – up to 50 mailboxes', ProductName: 'Proseware Mail Shield',
    PublisherName: 'Proseware, Inc.', PublisherId: '28503520', SubscriptionDescription: 'Proseware Mail Shield', SubscriptionId: guid(),
    ChargeStartDate: '9/9/2026', ChargeEndDate: '10/8/2026', TermAndBillingCycle: '1 Month Subscription', BillingFrequency: 'Monthly',
    SubscriptionStartDate: '9/9/2026', SubscriptionEndDate: '10/8/2026',
  }, { price: '149', quantity: 1, fx: mueller.invoice.fx, pricingCurrency: 'USD' });
}

// ------------------------------------------------------------------ Azure plan: one-time lines and their daily rows

const meter = (productId, skuId, productName, skuName, meterName, unit, price, { pec = true, tiny = false, service = 'Microsoft.Storage', type = 'storageAccounts', info } = {}) =>
  ({ id: guid(), productId, skuId, availabilityId: `DZH318Z${hex(5).toUpperCase()}`, productName, skuName, meterName, unit, price: d(price), pec, tiny, service, type, info });
const TABLES = meter('DZH318Z0BNZ5', '006G', 'Tables', 'Tables - LRS', 'LRS Data Stored', '1 GB/Month', '0.045', { tiny: true });
const BLOBS = meter('DZH318Z0BNVX', '0001', 'Blob Storage', 'Blob Storage - Hot LRS', 'Hot LRS Data Stored', '1 GB/Month', '0.0196');
const DISKS = meter('DZH318Z0BP04', '002J', 'Premium SSD Managed Disks', 'Premium SSD Managed Disks - P10 - LRS', 'P10 LRS Disk', '1/Month', '21.68', { service: 'Microsoft.Compute', type: 'disks' });
const VM = meter('DZH318Z0BQ4L', '00F2', 'Virtual Machines Dsv5 Series', 'Virtual Machines Dsv5 Series - D2s v5', 'D2s v5', '1 Hour', '0.115',
  { service: 'Microsoft.Compute', type: 'virtualMachines', info: { ImageType: 'Canonical', ServiceType: 'Standard_D2s_v5', VMName: null, VCPUs: 2, UsageType: 'ComputeHR' } });
const SPOT = meter('DZH318Z0BQ4L', '00F9', 'Virtual Machines Dsv5 Series', 'Virtual Machines Dsv5 Series - D4s v5 Spot', 'D4s v5 Spot', '1 Hour', '0.0431',
  { pec: false, service: 'Microsoft.Compute', type: 'virtualMachines', info: { ServiceType: 'Standard_D4s_v5', VCPUs: 4, Priority: 'Spot' } });
const SQL = meter('DZH318Z0BQ35', '0017', 'SQL Database Single Standard', 'SQL Database Single Standard - S1', 'S1 DTUs', '1/Day', '0.9677', { service: 'Microsoft.Sql', type: 'servers' });
const BANDWIDTH = meter('DZH318Z0BPC1', '000P', 'Bandwidth - Routing Preference: Internet', 'Bandwidth - Standard', 'Standard Data Transfer Out', '1 GB', '0.08', { service: 'Microsoft.Network', type: 'publicIPAddresses' });

/** One Azure plan line: cost in pricing currency and in billing currency are both cut after two decimals. */
function azure(customer, meter, quantity, { kind = meter.pec ? 'pec' : 'full', orderDate = '9/30/2026', credit = false } = {}) {
  const rate = { pec: d('0.85'), full: d('1'), free: d('0') }[kind];
  const cost = down2(quantity.times(meter.price).times(rate));
  const sign = d(credit ? '-1' : '1');
  // Rounded away from zero, so that EUP x quantity never falls just below the cent it came from.
  const effective = cost.div(quantity).toDecimalPlaces(15, D.ROUND_UP).times(sign);
  const { fx } = customer.invoice;
  const subtotal = down2(down2(effective.times(quantity)).times(fx));
  if (!subtotal.eq(down2(cost.times(fx)).times(sign))) throw new Error(`the usage formula fails: ${meter.skuName}`);
  return addOneTime(customer, subtotal, {
    OrderId: customer.azureOrder, OrderDate: orderDate, ProductId: meter.productId, SkuId: meter.skuId, AvailabilityId: meter.availabilityId,
    SkuName: meter.skuName, ProductName: meter.productName, ChargeType: credit ? 'customerCredit' : 'new',
    UnitPrice: plain(meter.price), Quantity: plain(quantity), PublisherName: 'Microsoft',
    PriceAdjustmentDescription: { pec: PEC, full: '', free: '["100.0% Tier 1 Discount"]' }[kind],
    SubscriptionDescription: 'Azure plan', SubscriptionId: customer.plan, ChargeStartDate: '9/1/2026', ChargeEndDate: '9/30/2026',
    TermAndBillingCycle: `${meter.meterName} (${meter.unit})`, EffectiveUnitPrice: plain(effective), UnitType: meter.unit, AlternateId: customer.azureOrder,
    BillableQuantity: plain(quantity), BillingFrequency: 'Monthly', PricingCurrency: 'USD', PCToBCExchangeRate: plain(fx),
    MeterDescription: `${meter.skuName} ${meter.meterName}`, CreditReasonCode: credit ? 'Azure Credit Offer' : '',
  });
}

/** A quantity (six decimals) whose unrounded daily sum stays within a cent of the twice-cut line. */
function quantityNear(customer, meter, units, kind) {
  const rate = d(kind === 'pec' ? '0.85' : '1');
  for (;;) {
    const quantity = d(String(units * 1000000 + random(units * 400000))).div('1000000');
    const exact = quantity.times(meter.price).times(rate);
    const gap = exact.times(customer.invoice.fx).minus(down2(down2(exact).times(customer.invoice.fx)));
    if (gap.lt('0.009')) return quantity;
  }
}

const dailyRows = [];
const TAGS = [
  '{"env":"prod","owner":"Zoë, Ádám"}', '', '{"cost center":"4711","app":"web \\"shop\\""}', '',
  '{"env":"test","managed-by":"terraform","note":"Prüfung, täglich"}', '',
];

/** Splits a quantity into whole micro-units, one part for each day, whose sum is the quantity. */
function split(quantity, n, tiny) {
  const micro = BigInt(quantity.times('1000000').toFixed(0));
  const weights = Array.from({ length: n }, (_, i) => BigInt(tiny && i % 5 === 2 ? 1 : 20000 + random(30000)));
  const all = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map(weight => (micro * weight) / all);
  parts[0] += micro - parts.reduce((a, b) => a + b, 0n);
  return parts.map(part => d(part.toString()).div('1000000'));
}

function addDaily(customer, meter, quantity, { kind = meter.pec ? 'pec' : 'full', first = 1, last = 30 } = {}) {
  const effective = meter.price.times({ pec: '0.85', full: '1', free: '0' }[kind]);
  const group = `rg-${customer.domain.split('.')[0]}`;
  const resource = `${meter.type.toLowerCase()}-${meter.skuId.toLowerCase()}`;
  split(quantity, last - first + 1, meter.tiny).forEach((part, i) => {
    const pricing = effective.times(part).toDecimalPlaces(9, D.ROUND_HALF_UP);
    const billing = effective.times(part).times(customer.invoice.fx).toDecimalPlaces(9, D.ROUND_HALF_UP);
    const amount = value => (kind === 'free' && i % 3 === 0 ? '0.00E+00' : daily(value));
    const credited = kind === 'pec';
    dailyRows.push({
      PartnerId: PARTNER.id, PartnerName: PARTNER.name, CustomerId: customer.id, CustomerName: customer.name, CustomerDomainName: customer.domain,
      CustomerCountry: customer.country, InvoiceNumber: customer.invoice.number, ProductId: meter.productId, SkuId: meter.skuId, AvailabilityId: meter.availabilityId,
      SkuName: meter.skuName, ProductName: meter.productName, PublisherName: 'Microsoft', SubscriptionId: customer.plan,
      ChargeStartDate: '09/01/2026', ChargeEndDate: '09/30/2026', UsageDate: usPadded(sep(first + i)), MeterType: meter.unit, MeterCategory: meter.productName,
      MeterId: meter.id, MeterSubCategory: meter.skuName, MeterName: meter.meterName, MeterRegion: 'EU West', Unit: meter.unit,
      ResourceLocation: 'westeurope', ConsumedService: meter.service, ResourceGroup: group,
      ResourceURI: `/subscriptions/${customer.azureSubscription}/resourceGroups/${group}/providers/${meter.service}/${meter.type}/${resource}`,
      ChargeType: 'Usage', UnitPrice: plain(meter.price), Quantity: daily(part), UnitType: meter.unit,
      BillingPreTaxTotal: amount(billing), BillingCurrency: customer.invoice.currency, PricingPreTaxTotal: amount(pricing), PricingCurrency: 'USD',
      Tags: TAGS[(i + meter.skuId.charCodeAt(3)) % TAGS.length], AdditionalInfo: meter.info ? JSON.stringify(meter.info) : '',
      EffectiveUnitPrice: plain(effective), PCToBCExchangeRate: plain(customer.invoice.fx), PCToBCExchangeRateDate: '09/01/2026',
      EntitlementId: customer.azureSubscription, EntitlementDescription: `Azure plan – ${customer.name}`,
      PartnerEarnedCreditPercentage: credited ? '15' : '', CreditPercentage: credited ? '15' : '',
      CreditType: credited ? 'Partner Earned Credit Applied' : 'Credit Not Applied', BenefitType: 'Charge',
    });
  });
}

function azurePlan() {
  const use = (customer, meter, units) => {
    const quantity = quantityNear(customer, meter, units, meter.pec ? 'pec' : 'full');
    azure(customer, meter, quantity);
    if (customer.invoice === INVOICES.EUR) addDaily(customer, meter, quantity);
  };
  const plans = [
    [mueller, [[TABLES, 6], [BLOBS, 900], [DISKS, 4], [VM, 1440], [SPOT, 500], [SQL, 30]]],
    [baeckerei, [[TABLES, 3], [BLOBS, 120], [VM, 720], [SQL, 30]]],
    [cafe, [[TABLES, 2], [BLOBS, 40], [DISKS, 1], [VM, 360], [SPOT, 90], [SQL, 15]]],
    [adventure, [[BLOBS, 2500], [VM, 2160], [DISKS, 9]]],
    [retail, [[SQL, 60], [VM, 720]]],
    [fabrikam, [[VM, 300]]],
    [arviz, [[TABLES, 12], [VM, 1400], [SPOT, 300]]],
    [orseg, [[BLOBS, 700], [SQL, 30]]],
  ];
  for (const [customer, meters] of plans) for (const [meter, units] of meters) use(customer, meter, units);

  // Data transfer has a free first tier, then a paid one: two lines, one key.
  for (const [customer, units] of [[mueller, 310], [baeckerei, 60], [cafe, 140]]) {
    const paid = quantityNear(customer, BANDWIDTH, units, 'pec');
    azure(customer, BANDWIDTH, d('100'), { kind: 'free' });
    azure(customer, BANDWIDTH, paid);
    addDaily(customer, BANDWIDTH, d('100'), { kind: 'free', first: 1, last: 12 });
    addDaily(customer, BANDWIDTH, paid, { first: 12, last: 30 });
  }

  // An Azure credit takes back one charge; partner earned credit never applies to the same usage.
  const granted = quantityNear(kovacs, VM, 240, 'full');
  azure(kovacs, VM, granted, { kind: 'full', orderDate: '9/18/2026' });
  azure(kovacs, VM, granted, { kind: 'full', orderDate: '9/18/2026', credit: true });
}

// ------------------------------------------------------------------ legacy lines, invoice D…

const CYCLE = { start: sep(5), end: [2026, 10, 4] };
const legacyTime = (day, clock) => `${us(day)} ${clock}`;

function legacyLicences() {
  const offer = (name, price) => ({ name, price: d(price), offerId: guid().toUpperCase(), durable: guid().toUpperCase() });
  const exchange = offer('Exchange Online (Plan 2)', '6.4');
  const project = offer('Project Online Essentials', '5.6');
  const line = (customer, offer, chargeType, price, quantity, { discount = '0', start = CYCLE.start, end = CYCLE.end } = {}) => {
    const amount = d(price).times(quantity);
    const subtotal = amount.minus(discount);
    const tax = half2(subtotal.times(TAX_RATE[customer.country]));
    offer.ids ??= {};
    const ids = (offer.ids[customer.id] ??= { order: digits(18), number: guid() });
    return {
      PartnerId: PARTNER.id, CustomerId: customer.id, CustomerName: customer.name, MpnId: PARTNER.mpn, ResellerMpnId: PARTNER.mpn,
      OrderId: ids.order, SubscriptionId: `usCBMg${ids.number.slice(0, 6)}AAIA`, SyndicationPartnerSubscriptionNumber: ids.number, OfferId: offer.offerId,
      DurableOfferId: offer.durable, OfferName: offer.name, SubscriptionStartDate: '9/5/2025 0:00', SubscriptionEndDate: '9/5/2027 0:00',
      ChargeStartDate: legacyTime(start, '0:00'), ChargeEndDate: legacyTime(end, '23:59'), ChargeType: chargeType, UnitPrice: price, Quantity: String(quantity),
      Amount: plain(amount), TotalOtherDiscount: discount, Subtotal: plain(subtotal), Tax: plain(tax), TotalForCustomer: plain(subtotal.plus(tax)),
      Currency: 'USD', DomainName: customer.domain, SubscriptionName: offer.name, SubscriptionDescription: offer.name, BillingCycleType: 'Monthly',
    };
  };
  const share = (offer, days) => plain(half2(offer.price.times(String(days)).div('30')));
  return [
    line(fabrikam, exchange, 'Cycle fee', '6.4', 10),
    line(fabrikam, exchange, 'Cycle instance prorate', `-${share(exchange, 18)}`, 10, { start: sep(17) }),
    line(fabrikam, exchange, 'Cycle instance prorate', share(exchange, 18), 13, { start: sep(17) }),
    line(fabrikam, project, 'Cycle fee', '5.6', 4, { discount: '2.24' }),
    line(fabrikam, project, 'Offset a line item', '-5', 1),
    line(retail, exchange, 'Cycle fee', '6.4', 3),
    line(retail, project, 'Prorate fees when purchase', share(project, 20), 2, { start: sep(15) }),
    line(retail, project, 'Cancel fee', `-${share(project, 11)}`, 2, { start: sep(24) }),
  ];
}

function legacyUsage() {
  const account = `ORD${hex(32).toUpperCase()}`;
  const order = digits(18);
  const base = {
    PartnerId: PARTNER.id.toUpperCase(), PartnerName: PARTNER.name, PartnerBillableAccountId: '1010578050', CustomerCompanyName: fabrikam.name, MpnId: PARTNER.mpn,
    ResellerMpnId: PARTNER.mpn, InvoiceNumber: LEGACY_INVOICE, ChargeStartDate: legacyTime(CYCLE.start, '0:00'), ChargeEndDate: legacyTime(CYCLE.end, '23:59'),
    SubscriptionId: fabrikam.azureSubscription, SubscriptionName: 'Microsoft Azure', SubscriptionDescription: 'Microsoft Azure', OrderID: order,
    ChargeType: 'Assess usage fee for current cycle', CustomerId: fabrikam.id.toUpperCase(), DomainName: fabrikam.domain, BillingCycleType: 'Monthly', Currency: 'USD',
  };
  const meters = [
    ['Azure App Service', 'Standard Plan', 'S1', 'US East', '1 Hour', '745', '0', '0.085', 1],
    ['Networking', 'Public Bandwidth', 'Data Transfer Out (GB)', 'Zone 1', 'GB', '11.25', '5', '0.0808', 1],
    ['Storage', 'Page Blob', 'Standard IO - Page Blob/Disk (GB)', 'US East', 'GB', '1338.004', '0', '0.0436', 1],
    ['Storage', 'Page Blob', 'Standard IO - Page Blob/Disk (GB)', 'US East', 'GB', '250', '0', '0.0401', 2],
    ['Data Management', 'Geo', 'Storage Transactions (in 10,000s)', 'US East', '10,000s', '0.000882', '0', '0.0383', 1],
  ];
  const described = ([service, type, name, region, unit]) => ({ ServiceName: service, ServiceType: type, ResourceGuid: '', ResourceName: name, Region: region, Unit: unit, Sku: '7UD-00001' });
  const billing = meters.map(row => {
    const [consumed, included, price] = row.slice(5, 8).map(d);
    const overage = consumed.minus(included);
    const pretax = half2(price.times(overage));
    const tax = half2(pretax.times(TAX_RATE.US));
    return {
      ...base, ...described(row), ResourceGuid: guid(), DetailLineItemId: String(row[8]), ConsumedQuantity: plain(consumed), IncludedQuantity: plain(included),
      OverageQuantity: plain(overage), ListPrice: plain(price), PretaxCharges: plain(pretax), TaxAmount: plain(tax), PostTaxTotal: plain(pretax.plus(tax)),
      PretaxEffectiveRate: plain(half2(pretax.div(overage))), PostTaxEffectiveRate: plain(half2(pretax.plus(tax).div(overage))),
    };
  });
  // The file's second block: one row a day, quantities without prices.
  const usage = Array.from({ length: 8 }, (_, i) => ({
    ...base, ...described(meters[0]), ResourceGuid: billing[0].ResourceGuid, ConsumedQuantity: '24',
    CustomerBillableAccount: '1280018095', UsageDate: legacyTime(addDays(CYCLE.start, i), '0:00'), MeteredRegion: 'East US',
    MeteredService: 'Azure App Service', MeteredServiceType: 'Standard', Project: account, ServiceInfo: '',
  }));
  return { billing, rows: [...billing, ...usage] };
}

// ------------------------------------------------------------------ service costs of one customer, as the REST API answers

function serviceCosts(recurring, oneTime) {
  const id = fabrikam.id;
  const link = tail => ({ uri: `/customers/${id}/servicecosts/MostRecent${tail}`, method: 'GET', headers: [] });
  const totals = items => {
    const [pretax, tax] = ['pretaxTotal', 'tax'].map(key => sum(items.map(item => d(item[key].text))));
    return { pretaxTotal: num(pretax), tax: num(tax), afterTaxTotal: num(pretax.plus(tax)) };
  };
  const detail = (invoiceType, billingStartDate, billingEndDate, items) => ({
    invoiceType,
    summary: {
      billingStartDate, billingEndDate, ...totals(items), currencyCode: 'USD', currencySymbol: '$', customerId: id, links: {}, attributes: { objectType: 'ServiceCostsSummary' },
    },
  });
  const details = [
    detail('Recurring', '2026-09-05T00:00:00Z', '2026-10-04T00:00:00Z', recurring),
    detail('OneTime', '2026-09-01T00:00:00Z', '2026-09-30T23:59:59.9999999Z', oneTime),
  ];
  const { pretaxTotal, tax, afterTaxTotal } = details[0].summary;
  return {
    summary: {
      // As in Microsoft's own answers: the root repeats the recurring part only, and names no currency.
      billingStartDate: '2026-09-05T00:00:00Z', billingEndDate: '2026-10-04T00:00:00Z', pretaxTotal, tax, afterTaxTotal, currencySymbol: '$', customerId: id, details,
      links: { serviceCostLineItems: link('/lineitems'), self: link('') }, attributes: { objectType: 'ServiceCostsSummary' },
    },
    lines: {
      attributes: { objectType: 'Collection' }, items: [...oneTime, ...recurring], links: { self: link('/lineitems') }, totalCount: new Num(String(oneTime.length + recurring.length)),
    },
  };
}

function serviceCostItem(invoiceType, invoiceNumber, fields) {
  return {
    afterTaxTotal: fields.total, chargeType: fields.chargeType, currencyCode: 'USD', currencySymbol: '$', customerId: fabrikam.id, customerName: fabrikam.name,
    endDate: fields.end, offerId: fields.offerId ?? '', offerName: fields.name, orderId: fields.orderId, pretaxTotal: fields.pretax, quantity: fields.quantity, resellerMPNId: '-1',
    startDate: fields.start, subscriptionFriendlyName: fields.name, subscriptionId: fields.subscriptionId, tax: fields.tax, unitPrice: fields.price,
    invoiceNumber, invoiceType, ...fields.product,
  };
}
const isoFromUs = text => { const [m, dd, y] = text.split(' ')[0].split('/').map(Number); return `${iso([y, m, dd])}T00:00:00`; };
const token = text => new Num(text);

const itemOfOneTime = line => serviceCostItem('OneTime', line.InvoiceNumber, {
  total: token(line.Total), pretax: token(line.Subtotal), tax: token(line.TaxTotal), quantity: token(line.Quantity), price: token(line.UnitPrice),
  chargeType: 'PURCHASE FEE', name: line.ProductName, orderId: line.OrderId, subscriptionId: line.SubscriptionId ?? '',
  start: isoFromUs(line.ChargeStartDate), end: isoFromUs(line.ChargeEndDate || line.ChargeStartDate),
  product: {
    productId: line.ProductId, skuId: line.SkuId, availabilityId: line.AvailabilityId, productName: line.ProductName, skuName: line.SkuName,
    publisherName: line.PublisherName, publisherId: line.PublisherId ?? '', termAndBillingCycle: line.TermAndBillingCycle ?? '', discountDetails: 'N/A',
  },
});
const itemOfLicence = line => serviceCostItem('Recurring', LEGACY_INVOICE, {
  total: token(line.TotalForCustomer), pretax: token(line.Subtotal), tax: token(line.Tax), quantity: token(line.Quantity), price: token(line.UnitPrice),
  chargeType: 'CYCLE FEE', name: line.OfferName, offerId: line.OfferId, orderId: line.OrderId, subscriptionId: line.SyndicationPartnerSubscriptionNumber,
  start: isoFromUs(line.ChargeStartDate), end: isoFromUs(line.ChargeEndDate),
});
const itemOfUsage = line => serviceCostItem('Recurring', LEGACY_INVOICE, {
  total: token(line.PostTaxTotal), pretax: token(line.PretaxCharges), tax: token(line.TaxAmount), quantity: token(line.OverageQuantity), price: token(line.ListPrice),
  chargeType: 'CYCLE FEE', name: line.ResourceName, orderId: line.OrderID, subscriptionId: line.SubscriptionId,
  start: isoFromUs(line.ChargeStartDate), end: isoFromUs(line.ChargeEndDate),
});

// ------------------------------------------------------------------ all files

function sampleFiles() {
  licences();
  purchases();
  azurePlan();
  const licenceLines = legacyLicences();
  const usage = legacyUsage();
  const of = lines => lines.filter(line => line.CustomerId.toLowerCase() === fabrikam.id);
  const costs = serviceCosts([...of(licenceLines).map(itemOfLicence), ...of(usage.billing).map(itemOfUsage)], of(oneTimeLines).map(itemOfOneTime));
  const recon = currency => oneTimeLines.filter(line => line.Currency === currency);

  const files = new Map([
    [`Reconciliation-${INVOICES.USD.number}-closed.csv`, csv(ONE_TIME_HEADER, recon('USD'))],
    [`Reconciliation-${INVOICES.EUR.number}-closed.csv`, csv(ONE_TIME_HEADER, recon('EUR'))],
    [`Reconciliation-${INVOICES.HUF.number}-closed.csv`, csv(ONE_TIME_HEADER, recon('HUF'), { bom: true })],
    [`${INVOICES.EUR.number}_BilledUsage_c000.csv`, csv(DAILY_HEADER, dailyRows)],
    [`${LEGACY_INVOICE}-license-based.csv`, csv(LICENSE_HEADER, licenceLines)],
    [`${LEGACY_INVOICE}-usage-based.csv`, csv(USAGE_HEADER, usage.rows)],
    ['service-costs-summary-fabrikam.json', json(costs.summary)],
    ['service-costs-line-items-fabrikam.json', json(costs.lines)],
  ].map(([name, text]) => [name, Buffer.from(text, 'utf8')]));
  const index = { files: [...files].map(([name, bytes]) => ({ name, bytes: bytes.length })) };
  return files.set('index.json', Buffer.from(JSON.stringify(index, null, 2) + '\n'));
}

const files = sampleFiles();
if (process.argv.includes('--check')) {
  const committed = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER) : [];
  const wrong = [
    ...[...files].filter(([name, bytes]) => !committed.includes(name) || !bytes.equals(fs.readFileSync(path.join(FOLDER, name)))).map(([name]) => name),
    ...committed.filter(name => !files.has(name)),
  ];
  if (wrong.length) {
    console.error(`public/sample is not what scripts/make-sample.mjs writes: ${wrong.join(', ')}. Run: node scripts/make-sample.mjs`);
    process.exit(1);
  }
  console.log(`public/sample: ${files.size} files, as generated`);
} else {
  fs.mkdirSync(FOLDER, { recursive: true });
  let size = 0;
  for (const [name, bytes] of files) {
    fs.writeFileSync(path.join(FOLDER, name), bytes);
    size += bytes.length;
  }
  console.log(`public/sample: ${files.size} files, ${size} bytes`);
}
