import RecoveryModel
import Testing

extension KeptAnswers {
    /// The place of the backups outside RDS: one of last night.
    static let outside: ScriptedAWS.Script = [
        "s3:ListObjectsV2(kb-dumps)": [
            .ok(
                "<ListBucketResult><IsTruncated>false</IsTruncated>"
                    + "<Contents><Key>local/kb-1/data-1.dump.zst.age</Key></Contents>"
                    + "<Contents><Key>local/kb-1/manifest.json</Key></Contents>"
                    + "<Contents><Key>local/kb-1/verified-1.json</Key></Contents></ListBucketResult>")
        ],
        "s3:GetObject(kb-dumps/local/kb-1/manifest.json)": [.ok(objects.manifest)],
        "s3:GetObject(kb-dumps/local/kb-1/verified-1.json)": [.ok(objects.verification)],
    ]

    private static var objects: (manifest: String, verification: String) {
        let manifest = BackupManifest(
            name: "kb-1", database: "kb", takenAt: Instant(seconds: 1_795_400_000),
            server: BackedUpServer(
                version: "15.18", number: 150_018, encoding: "UTF8", collation: "C", characterType: "C"),
            encryption: BackupEncryption(.age, ["age1x"]))
        do {
            let signed = try SignedManifest(manifest, sign: nil)
            let verification = BackupVerification(
                backup: "kb-1", digest: signed.digest, at: manifest.takenAt, depth: .archive, stamps: [:],
                milliseconds: 1)
            return (try signed.text(), try CanonicalJSON.text(of: verification))
        } catch {
            Issue.record("\(error)")
            return ("", "")
        }
    }
}
