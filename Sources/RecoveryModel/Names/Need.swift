/// A permission that a call needs, such as `rds:ModifyDBInstance` on `db:kb-prod`. It does not know its place: a change
/// is the same in every account and region.
package struct Need: Hashable, Sendable {
    /// The IAM action, service prefix included.
    package var action: String
    /// The resource part of the ARN, or a whole ARN of another place; `*` for actions that have no resource level.
    package var resource: String
    /// The condition under which the call is made: it is granted under no wider one.
    package var condition: AccessCondition

    package init(_ action: String, _ resource: String, when condition: AccessCondition = [:]) {
        self.action = action
        self.resource = resource
        self.condition = condition
    }

    /// The ARN that the permission is for.
    package func arn(at place: Place) -> String {
        resource == "*" || resource.hasPrefix("arn:")
            ? resource : place.arn(String(action.prefix { $0 != ":" }), resource)
    }
}

extension [Need] {
    /// Several actions on one resource.
    package static func all(
        _ actions: [String], on resource: String, when condition: AccessCondition = [:]
    ) -> [Need] {
        actions.map { Need($0, resource, when: condition) }
    }
}
