require_relative 'database'

def sort_keys(value)
  case value
  when Hash then value.sort.to_h.transform_values { |item| sort_keys(item) }
  when Array then value.map { |item| sort_keys(item) }
  else value
  end
end

rows = Database.connection.execute('SELECT * FROM leads')
leads = rows.to_h { |row| [row['id'], row.merge('metadata' => JSON.parse(row['metadata']))] }
puts JSON.pretty_generate(sort_keys(leads))
