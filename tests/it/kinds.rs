//! Every kind of file in every generation of its header, with the exact sums of its amounts.
//!
//! The headers stand here as formats.md has them, and not as `ingest/schema` does; sums were added up by hand.

use std::fmt::Write as _;

use reconlens::domain::FileKind;
use reconlens::ingest;
use reconlens::protocol::{FileReport, Standing, Verdict};
use reconlens::view_state::ViewState;

use crate::support::{Page, sample};

const ONE_TIME_46: &str = "PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,ResellerMpnId,OrderId,OrderDate,ProductId,SkuId,AvailabilityId,SkuName,ProductName,ChargeType,UnitPrice,Quantity,Subtotal,TaxTotal,Total,Currency,PriceAdjustmentDescription,PublisherName,PublisherId,SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,TermAndBillingCycle,EffectiveUnitPrice,UnitType,AlternateId,BillableQuantity,BillingFrequency,PricingCurrency,PCToBCExchangeRate,PCToBCExchangeRateDate,MeterDescription,ReservationOrderId,CreditReasonCode,SubscriptionStartDate,SubscriptionEndDate,ReferenceId,ProductQualifiers,PromotionId";
const ONE_TIME_2019: &str = "Partner Id,Customer Id,Customer Name,Customer Domain Name,Customer Country,Invoice Number,MPN Id,Reseller MPN Id,Order ID,Order Date,Product Id,SKU Id,Availability Id,SKU Name,Product Name,Charge Type,Unit Price,Effective Unit Price,Unit Type,Quantity,Sub Total,Tax Total,Total,Currency,Discount Details,Publisher Name,Publisher Id,Subscription Description,Subscription Id,Charge Start Date,Charge End Date,Term and Billing Cycle,AlternateID";
const DAILY_50: &str = "PartnerId,PartnerName,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,MpnId,Tier2MpnId,InvoiceNumber,ProductId,SkuId,AvailabilityId,SkuName,ProductName,PublisherName,PublisherId,SubscriptionDescription,SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,MeterCategory,MeterId,MeterSubCategory,MeterName,MeterRegion,Unit,ResourceLocation,ConsumedService,ResourceGroup,ResourceURI,ChargeType,UnitPrice,Quantity,UnitType,BillingPreTaxTotal,BillingCurrency,PricingPreTaxTotal,PricingCurrency,ServiceInfo1,ServiceInfo2,Tags,AdditionalInfo,EffectiveUnitPrice,PCToBCExchangeRate,PCToBCExchangeRateDate,EntitlementId,EntitlementDescription,PartnerEarnedCreditPercentage";
const LICENSE_28: &str = "PartnerId,CustomerId,CustomerName,MpnId,ResellerMpnId,OrderId,SubscriptionId,SyndicationPartnerSubscriptionNumber,OfferId,DurableOfferId,OfferName,SubscriptionStartDate,SubscriptionEndDate,ChargeStartDate,ChargeEndDate,ChargeType,UnitPrice,Quantity,Amount,TotalOtherDiscount,Subtotal,Tax,TotalForCustomer,Currency,DomainName,SubscriptionName,SubscriptionDescription,BillingCycleType";
const USAGE_42: &str = "PartnerId,PartnerName,PartnerBillableAccountId,CustomerCompanyName,MpnId,ResellerMpnId,InvoiceNumber,ChargeStartDate,ChargeEndDate,SubscriptionId,SubscriptionName,SubscriptionDescription,OrderID,ServiceName,ServiceType,ResourceGuid,ResourceName,Region,Sku,DetailLineItemId,ConsumedQuantity,IncludedQuantity,OverageQuantity,ListPrice,PretaxCharges,TaxAmount,PostTaxTotal,Currency,PretaxEffectiveRate,PostTaxEffectiveRate,ChargeType,CustomerId,DomainName,BillingCycleType,Unit,CustomerBillableAccount,UsageDate,MeteredRegion,MeteredService,MeteredServiceType,Project,ServiceInfo";

/// A file with this header and three rows whose amounts are 0.1, 0.2 and -1000000000000.000000000001 before tax, and tax
/// of 0.01 each where the header has a tax.
fn file(header: &str) -> String {
    let names: Vec<&str> = header.split(',').collect();
    let pretaxes = ["0.1", "0.2", "-1000000000000.000000000001"];
    let totals = ["0.11", "0.21", "-999999999999.990000000001"];
    let mut text = format!("{header}\n");
    for row in 0..3 {
        let has_tax =
            |it: &&str| ["taxtotal", "tax", "taxamount"].contains(&it.replace(' ', "").to_lowercase().as_str());
        let cells = names.iter().map(|name| match name.replace(' ', "").to_lowercase().as_str() {
            "subtotal" | "pretaxcharges" | "billingpretaxtotal" | "costinbillingcurrency" | "cost" | "billedcost" => {
                pretaxes[row].to_owned()
            }
            "taxtotal" | "tax" | "taxamount" => "0.01".to_owned(),
            "total" | "totalforcustomer" | "posttaxtotal" if names.iter().any(has_tax) => totals[row].to_owned(),
            "currency" | "billingcurrency" => "EUR".to_owned(),
            "customerid" | "customertenantid" => "C1".to_owned(),
            "invoicenumber" | "invoiceid" => "G002297372".to_owned(),
            "skuid" => "0001".to_owned(),
            "orderid" => "569142413664018751".to_owned(),
            it if it.ends_with("date") => "9/30/2026".to_owned(),
            it if it.ends_with("quantity") || it.ends_with("price") || it.ends_with("rate") => "1".to_owned(),
            _ => String::new(),
        });
        let cells: Vec<String> = cells.collect();
        writeln!(text, "{}", cells.join(",")).unwrap();
    }
    text
}

fn without(header: &str, names: &[&str]) -> String {
    header.split(',').filter(|it| !names.contains(it)).collect::<Vec<_>>().join(",")
}

/// `PartnerId` as the announced names write it: `partnerId`.
fn camel_case(header: &str) -> String {
    let renamed = |name: &str| match name {
        "Total" => "totalForCustomer".to_owned(),
        "Tier2MpnId" => "resellerMpnId".to_owned(),
        "Unit" => "unitOfMeasure".to_owned(),
        "ResourceURI" => "resourceUri".to_owned(),
        "PartnerEarnedCreditPercentage" => "rateOfPartnerEarnedCredit".to_owned(),
        "CreditPercentage" => "rateOfCredit".to_owned(),
        _ if name.starts_with("PC") => name.replacen("PC", "pc", 1),
        _ => format!("{}{}", name[..1].to_lowercase(), &name[1..]),
    };
    header.split(',').map(renamed).collect::<Vec<_>>().join(",")
}

/// The first `n` columns.
fn first(header: &str, n: usize) -> String {
    header.split(',').take(n).collect::<Vec<_>>().join(",")
}

#[test]
fn every_generation_of_every_billed_kind_has_exact_sums() {
    let one_time_47 = format!("{ONE_TIME_46},ProductCategory");
    let daily_52 = format!("{DAILY_50},CreditPercentage,CreditType");
    let daily_55 = format!("{daily_52},BenefitOrderId,BenefitId,BenefitType");
    let daily_54 = without(&daily_55, &["Tier2MpnId"]);
    let usage_2019 = format!("{},CustomerID", without(USAGE_42, &["BillingCycleType", "CustomerId"]))
        .replace("CustomerCompanyName", "CustomerName");
    use FileKind::{DailyRated, License, OneTime, Usage};
    let with_tax = "-999999999999.670000000001";
    let files: Vec<(&str, FileKind, usize, String, &str)> = vec![
        ("one-time 2019", OneTime, 33, ONE_TIME_2019.to_owned(), with_tax),
        ("one-time 40", OneTime, 40, first(ONE_TIME_46, 40), with_tax),
        ("one-time 41", OneTime, 41, first(ONE_TIME_46, 41), with_tax),
        ("one-time 45, direct partner", OneTime, 45, without(ONE_TIME_46, &["ResellerMpnId"]), with_tax),
        ("one-time 46", OneTime, 46, ONE_TIME_46.to_owned(), with_tax),
        ("one-time 47", OneTime, 47, one_time_47.clone(), with_tax),
        ("one-time, announced names", OneTime, 46, camel_case(ONE_TIME_46), with_tax),
        ("daily 50", DailyRated, 50, DAILY_50.to_owned(), ""),
        ("daily 52", DailyRated, 52, daily_52.clone(), ""),
        ("daily 54, direct partner", DailyRated, 54, daily_54, ""),
        ("daily 55", DailyRated, 55, daily_55.clone(), ""),
        (
            "daily 55, the other order",
            DailyRated,
            55,
            daily_55.replace("BenefitOrderId,BenefitId", "BenefitId,BenefitOrderId"),
            "",
        ),
        ("daily, announced names", DailyRated, 55, camel_case(&daily_55), ""),
        ("license 28", License, 28, LICENSE_28.to_owned(), with_tax),
        ("license 27, direct partner", License, 27, without(LICENSE_28, &["ResellerMpnId"]), with_tax),
        ("usage 42", Usage, 42, USAGE_42.to_owned(), with_tax),
        ("usage 41 of 2019", Usage, 41, usage_2019, with_tax),
        ("usage 34, direct partner", Usage, 34, without(&first(USAGE_42, 35), &["ResellerMpnId"]), with_tax),
    ];
    for (name, kind, n_columns, header, total) in files {
        assert_eq!(header.split(',').count(), n_columns, "{name}");
        let mut page = Page::with(&[(name, file(&header).as_bytes())]);
        assert_eq!(page.failures, [], "{name}");
        let answer = page.show(&ViewState::default());
        let report = &answer.files[0];
        assert_eq!(
            (report.kind, report.n_columns, report.n_rows, report.n_quarantined),
            (kind, n_columns, 3, 0),
            "{name}"
        );
        assert_eq!(report.unknown_columns, Vec::<String>::new(), "{name}");
        assert_eq!(answer.summary.rows.len(), 1, "{name}");
        let amounts = &answer.summary.rows[0].amounts;
        assert_eq!(amounts.pretax, "-999999999999.700000000001", "{name}");
        assert_eq!(amounts.total, if total.is_empty() { &amounts.pretax } else { total }, "{name}");
    }
}

#[test]
fn an_unbilled_file_is_of_its_kind_and_marked() {
    for header in [ONE_TIME_46, DAILY_50] {
        let text = file(header).replace("G002297372", "");
        let answer = Page::with(&[("unbilled.csv", text.as_bytes())]).show(&ViewState::default());
        assert!(answer.summary.rows.iter().all(|it| it.unbilled));
        assert_eq!(answer.summary.rows[0].amounts.pretax, "-999999999999.700000000001");
    }
}

#[test]
fn a_usage_file_has_two_blocks_of_rows_and_only_one_bills() {
    let text = file(USAGE_42);
    let row = text.lines().nth(1).unwrap();
    // A daily row has a usage date and no prices.
    let daily: Vec<&str> = USAGE_42
        .split(',')
        .zip(row.split(','))
        .map(|(name, cell)| match name {
            "PretaxCharges" | "TaxAmount" | "PostTaxTotal" | "ListPrice" | "OverageQuantity" => "",
            "UsageDate" => "9/2/2026",
            "MeteredService" => "Storage",
            _ => cell,
        })
        .collect();
    let billed: String = text
        .lines()
        .skip(1)
        .map(|it| {
            let cells: Vec<&str> = USAGE_42
                .split(',')
                .zip(it.split(','))
                .map(|(name, cell)| if name == "UsageDate" { "" } else { cell })
                .collect();
            format!("{}\n", cells.join(","))
        })
        .collect();
    let both = format!("{USAGE_42}\n{billed}{}\n", daily.join(","));
    let answer = Page::with(&[("usage.csv", both.as_bytes())]).show(&ViewState::default());
    assert_eq!(answer.summary.rows[0].amounts.total, "-999999999999.670000000001");
    let verdict = answer.checks.iter().find(|it| it.id == "amounts-present").unwrap().verdict;
    assert_eq!(verdict, Verdict::Pass, "a daily row needs no amount");
}

fn report_of(name: &str, bytes: &[u8]) -> FileReport {
    let mut page = Page::with(&[(name, bytes)]);
    assert_eq!(page.failures, []);
    page.show(&ViewState::default()).files.remove(0)
}

fn sums(report: &FileReport) -> Vec<String> {
    report.sums.iter().map(|it| format!("{} {} {}", it.column, it.amount, it.currency)).collect()
}

#[test]
fn every_shared_sample_has_its_kind_rows_and_sums() {
    use FileKind as K;
    let samples: [(&str, FileKind, usize, &[&str]); 15] = [
        ("csv/nce_recon_docs_worked_examples_46.csv", K::OneTime, 17, &["Subtotal 1179.56 EUR", "Total 1179.56 EUR"]),
        (
            "csv/legacy_license_docs_examples_28.csv",
            K::License,
            10,
            &["Subtotal 24.49 USD", "TotalForCustomer 24.49 USD"],
        ),
        (
            "csv/legacy_usage_docs_examples_42.csv",
            K::Usage,
            5,
            &["PretaxCharges 123.93 EUR", "PostTaxTotal 124.01 EUR"],
        ),
        ("rest-json/billed_daily_rated_1.json", K::DailyRated, 2, &["billingPreTaxTotal 0.976267461840794 USD"]),
        ("rest-json/unbilled_daily_rated_1.json", K::DailyRated, 2, &["billingPreTaxTotal 61.4394668161102 USD"]),
        ("rest-json/unbilled_recon_1.json", K::OneTime, 3, &["subtotal 1540 USD", "totalForCustomer 0 USD"]),
        ("rest-json/invoice_line_items_1.json", K::License, 2, &["subtotal 0 USD", "totalForCustomer 0 USD"]),
        ("rest-json/invoice_line_items_2.json", K::Usage, 2, &["pretaxCharges 63.33 USD", "postTaxTotal 69.67 USD"]),
        (
            "rest-json/invoices_collection_1.json",
            K::Invoices,
            2,
            &["totalCharges 586366 CHF", "totalCharges 24606.35 GBP"],
        ),
        ("rest-json/invoice_by_id_1.json", K::Invoices, 1, &["totalCharges 2076.63 USD"]),
        (
            "rest-json/invoice_summaries_1.json",
            K::InvoiceSummaries,
            3,
            &["balanceAmount 1230.33 CHF", "balanceAmount 1001.12 EUR", "balanceAmount 751094.39 GBP"],
        ),
        (
            "rest-json/customer_usage_records_1.json",
            K::AzureSpending,
            4,
            &["totalCost 0 ", "totalCost 27.23292827625710931604 GBP", "totalCost 120.5682999999995904716 SEK"],
        ),
        ("rest-json/customer_usage_summary_1.json", K::AzureSpending, 1, &["totalCost 0 "]),
        ("rest-json/subscription_usage_records_1.json", K::AzureSpending, 1, &["totalCost 22.861172 "]),
        ("neighbours/EA_ActualCost_Small.csv", K::EnterpriseAgreement, 11, &["Cost 8.5450077867419368 USD"]),
    ];
    for (path, kind, n_rows, expected) in samples {
        let report = report_of(path, &sample(path));
        let line =
            format!("{path}: {:?} {} {:?} {:?}", report.kind, report.n_rows, sums(&report), report.unknown_columns);
        assert_eq!((report.kind, report.n_quarantined), (kind, 0), "{line}");
        assert_eq!(report.n_rows, n_rows, "{line}");
        assert_eq!(sums(&report), expected, "{line}");
        assert_eq!(report.standing == Standing::Beside, !kind.bills(), "{line}");
    }
    let manifest = report_of("manifest.json", &sample("rest-json/manifest_v1.0.json"));
    assert_eq!((manifest.kind, manifest.n_rows), (FileKind::ExportManifest, 1));
    assert!(manifest.notes.iter().any(|it| it.contains("token")), "{:?}", manifest.notes);
    assert!(!manifest.unknown_columns.iter().any(|it| it.contains("sas")), "the token is not kept");
    let stated = report_of("costs.json", &sample("rest-json/service_costs_summary_1.json"));
    assert_eq!((stated.kind, stated.n_rows), (FileKind::ServiceCostsSummary, 2));
}

#[test]
fn the_reference_of_the_documentation_is_the_one_of_the_code() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/columns.md");
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == ingest::schema::reference(), "run `make docs`");
}

#[test]
fn invalid_samples_say_why() {
    let mut page = Page::with(&[("lines.json", &sample("rest-json/invoice_line_items_4.invalid.json.txt"))]);
    let (_, message) = page.failures.pop().unwrap();
    assert!(message.contains("JSON is not valid at line 3, column 5"), "{message}");
    let mut page = Page::with(&[("tool.csv", &sample("neighbours/msphub-tool_sample.csv"))]);
    let (_, message) = page.failures.pop().unwrap();
    assert!(message.contains("no known kind") && message.contains("“Quantity”"), "{message}");
}

#[test]
fn a_manifest_says_which_files_of_its_export_are_missing() {
    let manifest = sample("rest-json/manifest_v1.0.json");
    let blob = "part-00049-b016029b-a7a7-4c46-9b5e-c925ac317ac6.c000.json.gz";
    let line = br#"{"CustomerId":"C","BillingPreTaxTotal":1,"UsageDate":"2026-09-01T00:00:00Z","InvoiceNumber":"G1"}"#;
    let check = |files: &[(&str, &[u8])]| {
        let answer = Page::with(files).show(&ViewState::default());
        let check = answer.checks.into_iter().find(|it| it.id == "export-complete").unwrap();
        (check.verdict, check.n_findings)
    };
    assert_eq!(check(&[("usage.json", line)]), (Verdict::Skip, 0));
    assert_eq!(check(&[("manifest.json", &manifest), ("usage.json", line)]), (Verdict::Warn, 1));
    assert_eq!(check(&[("manifest.json", &manifest), (blob, line)]), (Verdict::Pass, 0));
    assert_eq!(check(&[("manifest.json", &manifest), (blob.trim_end_matches(".gz"), line)]), (Verdict::Pass, 0));
}

#[test]
fn small_kinds_are_known_by_their_names() {
    let credit = "PartnerID,CustomerID,InvoiceMonth,CreditName,CreditAmount,Status,BalanceAmount,CurrencyCode,AgreementID,EffectiveDate,ExpiryDate\n\
        P,C,2026-09,Azure sponsorship,100.10,Active,399.90,EUR,A,1/1/2026,12/31/2026\n";
    assert_eq!(report_of("credit.csv", credit.as_bytes()).kind, FileKind::AzureCredit);
    let rates = "\"CurrencyCode\",\"USDPerUnit\",\"Month\"\n\"EUR\",\"1.0843211\",\"2026-09\"\n";
    assert_eq!(report_of("rates.csv", rates.as_bytes()).kind, FileKind::ExchangeRates);
    let daily = r#"{"items":[{"usageDate":"2026-09-01T00:00:00","meteredService":"Storage","consumedQuantity":1.5,"customerId":"C","attributes":{"objectType":"DailyUsageLineItem"}}]}"#;
    assert_eq!(report_of("daily.json", daily.as_bytes()).kind, FileKind::Usage);
    let record = r#"{"items":[{"budget":{"amount":20.0,"attributes":{"objectType":"SpendingBudget"}},"percentUsed":602.84,"resourceId":"R","totalCost":120.568,"currencyLocale":"en-US","lastModifiedDate":"2026-09-01T00:00:00"}]}"#;
    let ingested = ingest::read(record.as_bytes()).unwrap();
    let [table] = ingested.tables() else { panic!("no lines") };
    assert_eq!(table.column("budget.amount").unwrap().text(0), "20.0");
}

#[test]
fn a_powershell_export_is_read_behind_its_type_line() {
    let text = "#TYPE Microsoft.Store.PartnerCenter.PowerShell.Models.Invoices.PSOneTimeInvoiceLineItem\r\n\
        \"AlternateId\",\"AvailabilityId\",\"BillableQuantity\",\"ChargeType\",\"Currency\",\"CustomerId\",\"CustomerName\",\"EffectiveUnitPrice\",\"InvoiceNumber\",\"ResellerMpnId\",\"Subtotal\",\"TaxTotal\",\"TotalForCustomer\"\r\n\
        \"A\",\"B\",\"2\",\"New\",\"EUR\",\"C1\",\"Ada\",\"4.5\",\"G1\",\"0\",\"9.00\",\"1.80\",\"10.80\"\r\n";
    let report = report_of("lines.csv", text.as_bytes());
    assert_eq!((report.kind, report.n_rows), (FileKind::OneTime, 1));
    assert_eq!(sums(&report), ["Subtotal 9.00 EUR".replace(".00", ""), "TotalForCustomer 10.8 EUR".to_owned()]);
    let costs = "\"AfterTaxTotal\",\"ChargeType\",\"CurrencyCode\",\"CustomerId\",\"EndDate\",\"PretaxTotal\",\"StartDate\",\"SubscriptionFriendlyName\",\"Tax\"\r\n\"17.22\",\"CYCLE FEE\",\"USD\",\"C1\",\"1/11/2016\",\"17.22\",\"12/12/2015\",\"Office\",\"0\"\r\n";
    assert_eq!(report_of("costs.csv", costs.as_bytes()).kind, FileKind::ServiceCostLines);
}

#[test]
fn neighbours_are_shown_beside_the_invoice_and_never_added_to_it() {
    let mpa = "invoiceId,customerTenantId,customerName,billingPeriodStartDate,date,costInBillingCurrency,billingCurrency,chargeType\nG002297372,C1,Ada,09/01/2026,09/02/2026,5.5,EUR,Usage\nG9,C1,Ada,09/01/2026,09/02/2026,7,EUR,Usage\n";
    let recon = file(ONE_TIME_46);
    let mut page = Page::with(&[("costs.csv", mpa.as_bytes()), ("recon.csv", recon.as_bytes())]);
    let answer = page.show(&ViewState::default());
    assert_eq!(answer.files[0].kind, FileKind::CostManagement);
    assert_eq!(answer.files[0].standing, Standing::Explains { n_rows: 1, counted_in: "recon.csv".to_owned() });
    let ea = sample("neighbours/EA_ActualCost_Small.csv");
    let mut page = Page::with(&[("ea.csv", &ea), ("recon.csv", recon.as_bytes())]);
    let answer = page.show(&ViewState::default());
    assert_eq!(answer.files[0].standing, Standing::Beside);
    assert_eq!((answer.n_rows, answer.n_rows_counted, answer.summary.rows.len()), (14, 3, 1));
}

#[test]
fn a_header_that_lost_its_signature_is_still_known_and_says_what_is_missing() {
    let header = without(ONE_TIME_46, &["TaxTotal", "Total"]);
    let report = report_of("cut.csv", file(&header).as_bytes());
    assert_eq!(report.kind, FileKind::OneTime);
    assert!(report.notes.iter().any(|it| it.contains("no column TaxTotal, Total")), "{:?}", report.notes);
    // A cell of the header that was typed over costs that column's name only.
    let report = report_of("typed.csv", file(ONE_TIME_46).replacen("PartnerId", "ss", 1).as_bytes());
    assert_eq!((report.kind, report.unknown_columns.as_slice()), (FileKind::OneTime, &["ss".to_owned()][..]));
}

#[test]
fn a_column_that_nobody_knows_is_kept_shown_and_filterable() {
    let header = format!("{ONE_TIME_46},Region of sale");
    let rows = file(&header);
    let mut lines = rows.lines();
    let text: String = [lines.next().unwrap().to_owned()]
        .into_iter()
        .chain(lines.zip(["North", "South", "north-east"]).map(|(line, region)| format!("{line}{region}")))
        .map(|it| it + "\n")
        .collect();
    let mut page = Page::with(&[("sales.csv", text.as_bytes())]);
    let answer = page.show(&ViewState::default());
    assert_eq!(answer.files[0].unknown_columns, ["Region of sale"]);
    assert!(answer.columns.iter().any(|it| it.key == "Region of sale"));
    let mut found = |search: &str| {
        let view = ViewState { search: search.to_owned(), ..ViewState::default() };
        page.rows(&view, &["Region of sale"]).into_iter().map(|it| it.cells.concat()).collect::<Vec<_>>()
    };
    assert_eq!(found("region of sale: north"), ["North", "north-east"]);
    assert_eq!(found("Region of sale:south"), ["South"]);
    assert_eq!(found("CustomerId: north"), Vec::<String>::new(), "only the named column is searched");
    assert_eq!(found("north"), ["North", "north-east"]);
    assert_eq!(found("Nowhere: north"), Vec::<String>::new(), "what names no column is text");
}

#[test]
fn what_a_spreadsheet_did_is_said() {
    let text = file(ONE_TIME_46).replace("569142413664018751", "5.69142E+17").replace(",0001,", ",1,");
    let report = report_of("resaved.csv", text.as_bytes());
    let notes = report.notes.join("\n");
    assert!(notes.contains("column OrderId: “5.69142E+17” was turned into a number"), "{notes}");
    assert!(notes.contains("column SkuId: “1” lost its leading zeros"), "{notes}");
    let text = file(ONE_TIME_46).replace("569142413664018751", "569142413664018000").replace("9/30/2026", "46295");
    let report = report_of("resaved.csv", text.as_bytes());
    let notes = report.notes.join("\n");
    assert!(notes.contains("zeros where a spreadsheet drops digits"), "{notes}");
    assert!(notes.contains("own day numbers"), "{notes}");
    assert!(report_of("whole.csv", file(ONE_TIME_46).as_bytes()).notes.iter().all(|it| !it.contains("spreadsheet")));
}
