from marshmallow import EXCLUDE, Schema, fields, validate

STATUSES = ("new", "contacted", "qualified", "converted", "lost", "follow_up")


class LeadSchema(Schema):
    id = fields.String(dump_only=True)
    name = fields.String(required=True, validate=validate.Length(min=1, max=255))
    email = fields.Email(required=True, error_messages={"invalid": "Must be a valid email address"})
    phone = fields.String(
        allow_none=True,
        validate=validate.Regexp(r"^\+?[0-9()\-.\s]{7,25}$", error="Must be a valid phone number"),
    )
    source = fields.String(allow_none=True, validate=validate.Length(max=255))
    status = fields.String(validate=validate.OneOf(STATUSES, error="Status must be one of: {choices}"))
    metadata = fields.Dict(keys=fields.String())
    createdAt = fields.String(attribute="created_at", dump_only=True)
    updatedAt = fields.String(attribute="updated_at", dump_only=True)
    workspaceId = fields.String(attribute="workspace_id", dump_only=True)


class ListQuerySchema(Schema):
    class Meta:
        unknown = EXCLUDE

    page = fields.Integer(load_default=1, validate=validate.Range(min=1))
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=100))
    status = fields.String(validate=validate.OneOf(STATUSES, error="Status must be one of: {choices}"))
    source = fields.String()
    search = fields.String()
