/// Operations that change nothing, by the words with which AWS begins their names.
public enum ReadOperation {
    private static let beginnings = ["Describe", "Get", "Head", "List", "Lookup", "Simulate"]

    /// Whether an operation of that name, such as `DescribeDBInstances`, changes nothing.
    public static func isNamed(_ name: String) -> Bool { beginnings.contains(where: name.hasPrefix) }
}
