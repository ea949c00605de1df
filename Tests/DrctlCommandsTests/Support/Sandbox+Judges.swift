import Foundation

/// What tests do to the databases, and who judges results for them.
extension Sandbox {
    /// Runs SQL on an instance as RDS itself would: its administrator is nobody's login.
    func administrator(_ instance: String, _ sql: String) async throws {
        let scratch = try String(contentsOfFile: folder + "/scratch", encoding: .utf8)
        try await engineer(
            """
            import json, os, subprocess, urllib.request
            clusters = json.load(urllib.request.urlopen(os.environ["DRCTL_SANDBOX_URL"] + "/pg"))
            port = next(c["port"] for c in clusters if c["instance"] == "\(instance)")
            subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", "\(scratch)/sockets", "-p", str(port),
                "-U", "rdsadmin", "-d", "knowledge_base"], input='''\(sql)''', text=True, check=True)
            """)
    }

    /// Makes a marker table that the drill's login may use, if it is not there.
    static func markerTable(_ name: String, privileges: String = "select, insert") -> String {
        """
        create schema if not exists \(name.split(separator: ".")[0]);
        create table if not exists \(name) (drill text not null, label text not null,
            marked_at timestamptz not null, primary key (drill, label));
        grant usage on schema \(name.split(separator: ".")[0]) to kb_admin;
        grant \(privileges) on \(name) to kb_admin;

        """
    }

    /// Takes it away with its schema.
    static func noMarkerTable(_ name: String) -> String { "drop schema \(name.split(separator: ".")[0]) cascade" }

    /// Judges a result by its published schema, with somebody else's validator.
    func validate(_ json: String) async throws {
        let file = "\(folder)/result.json"
        try json.write(toFile: file, atomically: true, encoding: .utf8)
        try await engineer(
            """
            import json, jsonschema
            result = json.load(open("\(file)"))
            kind = result["schema"].split("/")[1]
            schema = json.load(open("\(Binary.root)/docs/schemas/" + kind + ".json"))
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.Draft202012Validator(schema).validate(result)
            """)
    }
}

/// The members of a JSON document, for tests of results.
func members(of json: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
}
