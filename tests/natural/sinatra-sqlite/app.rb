require 'securerandom'
require 'sinatra'
require 'time'
require 'uri'
require_relative 'database'

set :bind, '127.0.0.1'
set :port, ENV.fetch('PORT')

STATUSES = %w[new contacted qualified converted lost follow_up].freeze
FIELDS = %w[name email phone source status metadata].freeze
PHONE = /\A\+?[\d\s().-]{7,20}\z/

helpers do
  def db
    Database.connection
  end

  def now
    Time.now.utc.iso8601(3)
  end

  def fail_with(status, error, code, details = nil)
    halt status, { success: false, error: error, code: code, details: details }.compact.to_json
  end

  def present(row)
    {
      id: row['id'],
      name: row['name'],
      email: row['email'],
      phone: row['phone'],
      source: row['source'],
      status: row['status'],
      metadata: JSON.parse(row['metadata']),
      createdAt: row['created_at'],
      updatedAt: row['updated_at'],
      workspaceId: row['workspace_id']
    }.compact
  end

  def find_lead(id)
    db.get_first_row('SELECT * FROM leads WHERE id = ? AND workspace_id = ?', [id, @workspace_id]) ||
      fail_with(404, 'Lead not found', 'LEAD_NOT_FOUND',
                { leadId: id, message: 'No lead found with this ID in your workspace' })
  end

  def json_body
    body = JSON.parse(request.body.read)
    fail_with(400, 'Request body must be a JSON object', 'INVALID_JSON') unless body.is_a?(Hash)
    body.slice(*FIELDS)
  rescue JSON::ParserError
    fail_with(400, 'Request body is not valid JSON', 'INVALID_JSON')
  end

  def problem_with(field, value)
    case field
    when 'name'
      'Name must not be blank' unless value.is_a?(String) && !value.strip.empty?
    when 'email'
      'Must be a valid email address' unless value.is_a?(String) && value.match?(URI::MailTo::EMAIL_REGEXP)
    when 'phone'
      'Must be a valid phone number' unless value.nil? || (value.is_a?(String) && value.match?(PHONE))
    when 'source'
      'Source must be a string' unless value.nil? || value.is_a?(String)
    when 'status'
      "Status must be one of: #{STATUSES.join(', ')}" unless STATUSES.include?(value)
    when 'metadata'
      'Metadata must be an object' unless value.nil? || value.is_a?(Hash)
    end
  end

  def validate(fields)
    fields.each do |field, value|
      message = problem_with(field, value) or next
      fail_with(400, 'Validation failed', 'VALIDATION_ERROR', { field: field, value: value, message: message })
    end
  end

  def refusing_duplicates(email)
    yield
  rescue SQLite3::ConstraintException
    existing = db.get_first_value('SELECT id FROM leads WHERE workspace_id = ? AND lower(email) = lower(?)',
                                  [@workspace_id, email])
    fail_with(409, 'Email already exists', 'DUPLICATE_EMAIL',
              { email: email, existingLeadId: existing,
                message: 'A different lead with this email already exists in your workspace' })
  end
end

before do
  content_type :json
  header = request.env['HTTP_AUTHORIZATION']
  fail_with(401, 'Missing authorization header', 'MISSING_AUTH_HEADER') if header.nil?
  token = header[/\ABearer (\S+)\z/, 1]
  if token.nil?
    fail_with(401, 'Malformed authorization header. Expected format: Bearer <token>', 'MALFORMED_AUTH_HEADER')
  end
  # Rack hands headers over as binary, which SQLite would compare as a blob.
  token = token.dup.force_encoding(Encoding::UTF_8)
  @workspace_id = db.get_first_value('SELECT workspace_id FROM api_keys WHERE key = ?', [token])
  fail_with(401, 'Invalid API key', 'INVALID_API_KEY') if @workspace_id.nil?
end

get '/api/v1/leads' do
  page = [params.fetch('page', 1).to_i, 1].max
  limit = params.fetch('limit', 20).to_i.clamp(1, 100)
  conditions = ['workspace_id = ?']
  values = [@workspace_id]
  %w[status source].each do |column|
    next unless params[column]

    conditions << "#{column} = ?"
    values << params[column]
  end
  if params['search']
    conditions << '(name LIKE ? OR email LIKE ?)'
    values.push("%#{params['search']}%", "%#{params['search']}%")
  end
  where = conditions.join(' AND ')
  total = db.get_first_value("SELECT COUNT(*) FROM leads WHERE #{where}", values)
  rows = db.execute("SELECT * FROM leads WHERE #{where} ORDER BY created_at DESC LIMIT ? OFFSET ?",
                    values + [limit, (page - 1) * limit])
  pages = (total / limit.to_f).ceil
  pagination = { page: page, limit: limit, total: total, totalPages: pages, hasNext: page < pages, hasPrev: page > 1 }
  { success: true, data: { leads: rows.map { |row| present(row) }, pagination: pagination } }.to_json
end

post '/api/v1/chatbots/:chatbot_id/leads' do |chatbot_id|
  unless db.get_first_row('SELECT 1 FROM chatbots WHERE id = ? AND workspace_id = ?', [chatbot_id, @workspace_id])
    fail_with(404, 'Chatbot not found', 'CHATBOT_NOT_FOUND')
  end
  fields = { 'name' => nil, 'email' => nil, **json_body }
  validate(fields)
  id = "lead_#{SecureRandom.hex(8)}"
  time = now
  lead = { phone: nil, source: nil, status: 'new', **fields.transform_keys(&:to_sym) }
  refusing_duplicates(fields['email']) do
    Database.insert_lead({ **lead, id: id, workspace_id: @workspace_id, created_at: time, updated_at: time,
                                   metadata: (fields['metadata'] || {}).to_json })
  end
  status 201
  { success: true, data: present(find_lead(id)) }.to_json
end

get '/api/v1/leads/:id' do |id|
  { success: true, data: present(find_lead(id)) }.to_json
end

put '/api/v1/leads/:id' do |id|
  fields = json_body
  validate(fields)
  lead = find_lead(id)
  if fields.key?('metadata')
    current = JSON.parse(lead['metadata'])
    fields['metadata'] = (fields['metadata'] ? current.merge(fields['metadata']).compact : {}).to_json
  end
  fields['updated_at'] = now
  assignments = fields.keys.map { |column| "#{column} = ?" }.join(', ')
  refusing_duplicates(fields['email']) do
    db.execute("UPDATE leads SET #{assignments} WHERE id = ?", fields.values + [id])
  end
  { success: true, data: present(find_lead(id)) }.to_json
end

delete '/api/v1/leads/:id' do |id|
  find_lead(id)
  db.execute('DELETE FROM leads WHERE id = ?', [id])
  { success: true, message: 'Lead deleted successfully', data: { id: id, deletedAt: now } }.to_json
end

Database.prepare
