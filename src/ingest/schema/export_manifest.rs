//! The manifest of an export of the Graph API: the files that together are one export, a row a file.
//!
//! `{"id": "…", "schemaVersion": "1", "dataFormat": "compressedJSON", "rootDirectory": "https://…", "sasToken": "…",
//! "blobCount": 1, "blobs": [{"name": "part-00049-….c000.json.gz", "partitionValue": "default"}]}`. The token opens the
//! partner's storage, so it is not kept.
//!
//! Sources: formats.md 1.6; "manifest resource type" of Microsoft Graph (partners billing API).

use super::{Schema, day, number, text};
use crate::domain::FileKind;

#[rustfmt::skip] // One line a column.
pub(super) const SCHEMA: Schema = Schema {
    kind: FileKind::ExportManifest,
    signatures: &[&["blobCount", "partitionType"]],
    columns: &[
        text("name", "Name of one file of the export; gzip of JSON, one line item a line.").shown(),
        text("partitionValue", "The part of the export that the file holds.").shown(),
        number("sizeInBytes", "Size of the file; manifests of 2022 only."),
        text("id", "Id of the manifest."),
        text("schemaVersion", "Version of the manifest's form.").also(&["version"]),
        text("dataFormat", "Form of the files: compressedJSON or compressedJSONLines, both gzip of JSON Lines."),
        day("createdDateTime", "When the export was made.").also(&["utcCreatedDateTime"]).shown(),
        text("eTag", "Changes whenever the data of the export changes.").shown(),
        text("partnerTenantId", "Id (GUID) of the partner's tenant."),
        text("rootDirectory", "Address of the folder that holds the files; it tells billing month and invoice.").also(&["rootFolder"]),
        text("partitionType", "How the export is split into files."),
        number("blobCount", "How many files the export has.").shown(),
    ],
};
