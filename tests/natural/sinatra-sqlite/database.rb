require 'json'
require 'sqlite3'

module Database
  SCHEMA = <<~SQL.freeze
    CREATE TABLE IF NOT EXISTS api_keys (key TEXT PRIMARY KEY, workspace_id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS chatbots (id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS leads (
      id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL,
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      phone TEXT,
      source TEXT,
      status TEXT NOT NULL DEFAULT 'new',
      metadata TEXT NOT NULL DEFAULT '{}',
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL
    );
    CREATE UNIQUE INDEX IF NOT EXISTS leads_email ON leads (workspace_id, lower(email));
  SQL

  # One connection for each of Puma's threads.
  def self.connection
    Thread.current[:db] ||= SQLite3::Database.new(File.join(ENV.fetch('DATA'), 'leads.sqlite3')).tap do |db|
      db.results_as_hash = true
      db.busy_timeout = 5000
    end
  end

  def self.insert_lead(lead)
    connection.execute(<<~SQL, lead.transform_keys(&:to_s))
      INSERT INTO leads (id, workspace_id, name, email, phone, source, status, metadata, created_at, updated_at)
      VALUES (:id, :workspace_id, :name, :email, :phone, :source, :status, :metadata, :created_at, :updated_at)
    SQL
  end

  def self.prepare
    connection.execute_batch(SCHEMA)
    return if connection.get_first_value('SELECT COUNT(*) FROM api_keys').positive?

    JSON.parse(File.read(ENV.fetch('WORLD')))['workspaces'].each do |workspace|
      id = workspace['id']
      workspace['keys'].each { |key| connection.execute('INSERT INTO api_keys VALUES (?, ?)', [key, id]) }
      workspace['chatbots'].each { |bot| connection.execute('INSERT INTO chatbots VALUES (?, ?)', [bot, id]) }
      workspace['leads'].each do |lead|
        insert_lead(
          **lead.slice('id', 'name', 'email', 'phone', 'source', 'status').transform_keys(&:to_sym),
          workspace_id: id,
          metadata: lead['metadata'].to_json,
          created_at: lead['createdAt'],
          updated_at: lead['updatedAt']
        )
      end
    end
  end
end
