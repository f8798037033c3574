//! Rows without names: no name of a masked column is left in the bytes, and the totals are those of the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use reconlens::domain::{ExactSum, parse_decimal};
use reconlens::ingest::schema::{SCHEMAS, ValueType};
use reconlens::protocol::{BundleForm, BundleKey, BundlePlan, Export, Holds, Request, Response, Treatment};
use reconlens::report::masking::{KEPT, LEFT_OUT, Rule, rule};
use reconlens::view_state::ViewState;

use crate::support::{Page, sample};

const KEY: BundleKey = BundleKey([42; 32]);

fn bundle(page: &mut Page, form: BundleForm) -> String {
    page.export(&ViewState::default(), Export::Bundle(form, KEY))
}

fn plan(page: &mut Page) -> BundlePlan {
    page.show(&ViewState::default());
    match page.request(Request::BundlePlan).pop() {
        Some((Response::BundlePlan(plan), _)) => plan,
        other => panic!("no plan but {other:?}"),
    }
}

/// Every file that comes with the sources: the documentation's, and the sample month.
fn files() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in [
        "tests/fixtures/shared/csv",
        "tests/fixtures/shared/neighbours",
        "tests/fixtures/shared/rest-json",
        "public/sample",
    ] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            files.push((path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// The texts of masked columns that say something on their own: numbers, single words of the format and the like can
/// stand anywhere by chance.
fn secrets(page: &mut Page, plan: &BundlePlan) -> BTreeSet<String> {
    let is_kept = |name: &str| {
        plan.columns.iter().any(|it| it.name.eq_ignore_ascii_case(name) && it.treatment == Treatment::Kept)
    };
    let rows = page.export(&ViewState::default(), Export::RowsCsv);
    let (mut hidden, mut public) = (BTreeSet::new(), BTreeSet::new());
    for record in csv::Reader::from_reader(rows.as_bytes()).deserialize::<BTreeMap<String, String>>() {
        for (name, text) in record.unwrap() {
            let texts = if is_kept(&name) { &mut public } else { &mut hidden };
            texts.insert(text.trim().to_lowercase());
        }
    }
    let is_telling = |it: &String| {
        let has = |wanted: fn(&u8) -> bool| it.bytes().any(|it| wanted(&it));
        let is_id = it.len() >= 8 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
        it.len() >= 5 && (is_id || it.contains(['@', '.', ' ']) || !it.is_ascii())
    };
    // What also stands in a column of products is no secret.
    hidden.retain(|it| is_telling(it) && !public.iter().any(|public| public.contains(it)));
    hidden
}

fn sums(csv: &str, column: &str) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<String, ExactSum> = BTreeMap::new();
    for record in csv::Reader::from_reader(csv.as_bytes()).deserialize::<BTreeMap<String, String>>() {
        let record = record.unwrap();
        let Some(amount) = record.get(column).filter(|it| !it.is_empty()) else { continue };
        let currency =
            record.iter().find(|(name, _)| ["Currency", "BillingCurrency", "currencyCode"].contains(&name.as_str()));
        let currency = currency.map(|(_, it)| it.clone()).unwrap_or_default();
        sums.entry(currency).or_default().add(parse_decimal(amount).unwrap());
    }
    sums.into_iter().map(|(currency, sum)| (currency, sum.total().to_string())).collect()
}

#[test]
fn no_secret_of_any_sample_is_left_in_a_bundle() {
    let mut n_secrets = 0;
    for (name, bytes) in files() {
        let mut page = Page::with(&[(&name, &bytes)]);
        if !page.failures.is_empty() {
            continue;
        }
        let plan = plan(&mut page);
        let secrets = secrets(&mut page, &plan);
        n_secrets += secrets.len();
        for form in [BundleForm::Html, BundleForm::Csv] {
            let bundle = bundle(&mut page, form).to_lowercase();
            let unescaped =
                bundle.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'").replace("\"\"", "\"");
            let left: Vec<&String> = secrets.iter().filter(|it| unescaped.contains(it.as_str())).collect();
            assert_eq!(left, Vec::<&String>::new(), "{name}, {form:?}");
            assert!(!unescaped.contains(&name.to_lowercase()), "{name}");
        }
    }
    assert!(n_secrets > 400, "{n_secrets}");
}

#[test]
fn totals_of_a_bundle_are_those_of_the_file() {
    for (name, column) in [
        ("csv/nce_recon_docs_worked_examples_46.csv", "Total"),
        ("csv/legacy_license_docs_examples_28.csv", "TotalForCustomer"),
        ("csv/legacy_usage_docs_examples_42.csv", "PostTaxTotal"),
    ] {
        let bytes = sample(name);
        let mut page = Page::with(&[(name, &bytes)]);
        let summary = page.show(&ViewState::default()).summary;
        let mut expected: BTreeMap<String, String> = BTreeMap::new();
        for total in &summary.totals {
            assert!(expected.insert(total.currency.clone(), total.amounts.total.clone()).is_none(), "one type a file");
        }
        assert_eq!(sums(&bundle(&mut page, BundleForm::Csv), column), expected, "{name}");
        let html = bundle(&mut page, BundleForm::Html);
        let customers: Vec<&str> = html.split("<td>Customer ").skip(1).filter_map(|it| it.get(..4)).collect();
        assert!(customers[..summary.rows.len()].is_sorted(), "in an order that tells nothing: {customers:?}");
        for total in &summary.totals {
            assert!(html.contains(&format!("<data value=\"{}\">", total.amounts.total)), "{name}");
        }
        let mut again = Page::with(&[("masked.csv", bundle(&mut page, BundleForm::Csv).as_bytes())]);
        let amounts = |page: &mut Page| {
            let rows = page.show(&ViewState::default()).summary.rows;
            let mut amounts: Vec<_> = rows.into_iter().map(|it| (it.period, it.currency, it.amounts.total)).collect();
            amounts.sort();
            amounts
        };
        assert_eq!(amounts(&mut again), amounts(&mut page), "{name}");
    }
}

#[test]
fn a_value_has_the_same_name_in_every_column_and_another_one_under_another_key() {
    let text = "CustomerId,CustomerName,ProductName,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,ResellerMpnId,MpnId,OrderId,Notes\n\
        A1,Contoso,Office for CONTOSO,1,0,1,EUR,1,77001,77001,x,secret\n\
        a1,contoso ,Office,2,0,2,EUR,1,77001,77002,y,secret\n";
    let mut page = Page::with(&[("contoso.csv", text.as_bytes())]);
    let csv = bundle(&mut page, BundleForm::Csv);
    let records: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect();
    let [first, second] = &records[..] else { panic!("{csv}") };
    assert_eq!(first["CustomerId"], second["CustomerId"]);
    assert_eq!(first["CustomerName"], second["CustomerName"]);
    assert!(first["CustomerName"].starts_with("Customer "), "{csv}");
    assert_eq!(first["ResellerMpnId"], first["MpnId"]);
    assert_ne!(second["ResellerMpnId"], second["MpnId"]);
    assert!(first["ProductName"].starts_with("Text "), "a product that names a customer: {csv}");
    assert_eq!(second["ProductName"], "Office");
    assert!(!csv.contains("Notes") && !csv.contains("secret"), "{csv}");
    let other = page.export(&ViewState::default(), Export::Bundle(BundleForm::Csv, BundleKey([43; 32])));
    assert_ne!(other, csv);
    let plan = plan(&mut page);
    let left_out: Vec<&str> =
        plan.columns.iter().filter(|it| it.treatment == Treatment::LeftOut).map(|it| it.name.as_str()).collect();
    assert_eq!((plan.n_rows, plan.n_files, left_out), (2, 1, vec!["Notes"]));
}

#[test]
fn only_documented_columns_stay_and_only_those_on_the_list_stay_as_texts() {
    let documented = || SCHEMAS.into_iter().flat_map(|it| it.columns);
    for name in KEPT.iter().chain(&LEFT_OUT) {
        assert!(documented().any(|it| it.name.eq_ignore_ascii_case(name)), "{name} is documented");
    }
    assert_eq!(rule(None), Rule::LeaveOut);
    for spec in documented().filter(|it| it.value == ValueType::Text) {
        let lower = spec.name.to_lowercase();
        let is_kept = rule(Some((spec.name, Holds::Text))).treatment() == Treatment::Kept;
        for part in [
            "customer",
            "partner",
            "domain",
            "email",
            "subscription",
            "resourceid",
            "uri",
            "tag",
            "info",
            "mpn",
            "tenant",
        ] {
            // Whether partner earned credit was applied names nobody, nor does what it comes from.
            assert!(!is_kept || !lower.contains(part) || lower.contains("earnedcredit"), "{}", spec.name);
        }
    }
}

proptest! {
    #[test]
    fn no_random_value_of_a_masked_column_is_left(
        names in proptest::collection::vec("[A-Za-zÀ-ž]{5,12} [A-Za-z&<>' ]{3,9}[a-z]", 1..6),
        ids in proptest::collection::vec("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{12}", 6),
        mails in proptest::collection::vec("[a-z]{5,9}@[a-z]{5,9}\\.example", 6),
        amounts in proptest::collection::vec(-1_000_000i64..1_000_000, 6),
        key in any::<[u8; 32]>(),
    ) {
        let mut text = String::from("CustomerId,CustomerName,CustomerDomainName,SubscriptionId,SubscriptionDescription,ProductName,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,ProductQualifiers,Owner\n");
        for (idx, name) in names.iter().enumerate() {
            let (id, mail, cents) = (&ids[idx], &mails[idx], amounts[idx]);
            let domain = mail.split('@').next_back().unwrap();
            // One after the other: the next customer is named in this one's product.
            let product = format!("Plan of {}", names[(idx + 1) % names.len()]);
            text.push_str(&format!("{id},{name},{domain},{id},{name} main,{product},{cents}e-2,0,{cents}e-2,EUR,1,by {mail},{mail}\n"));
        }
        let mut page = Page::with(&[("names.csv", text.as_bytes())]);
        prop_assert_eq!(&page.failures, &[]);
        for form in [BundleForm::Html, BundleForm::Csv] {
            let bundle = page.export(&ViewState::default(), Export::Bundle(form, BundleKey(key)));
            let bundle = bundle.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").to_lowercase();
            for secret in names.iter().chain(&ids[..names.len()]).chain(&mails[..names.len()]) {
                prop_assert!(!bundle.contains(secret.trim().to_lowercase().as_str()), "{} is left", secret);
            }
        }
        let csv = page.export(&ViewState::default(), Export::Bundle(BundleForm::Csv, BundleKey(key)));
        let cents: i64 = amounts[..names.len()].iter().sum();
        let total = sums(&csv, "Total").remove("EUR").unwrap();
        prop_assert_eq!(parse_decimal(&total).unwrap(), rust_decimal::Decimal::new(cents, 2));
    }
}
