/// Quoting for statements that are composed of catalog names and policy values.
///
/// It is correct with `standard_conforming_strings` on, which every session of drctl sets.
package enum SQLQuoting {
    /// A name, such as `"order lines"`; a dotted name is quoted part by part.
    package static func identifier(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// A table as a policy writes it: `entries` or `sales.entries`.
    package static func table(_ name: String) -> String {
        name.split(separator: ".", omittingEmptySubsequences: false).map { identifier(String($0)) }
            .joined(separator: ".")
    }

    /// A text constant.
    package static func literal(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}
