/// Quoting for statements that are put together from catalog names and policy values.
///
/// Holds with `standard_conforming_strings` on, which every session of ours sets.
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
