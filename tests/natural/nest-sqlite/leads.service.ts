import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import Database from 'better-sqlite3';
import { CreateLeadDto, ListLeadsDto, UpdateLeadDto } from './lead.dto';

const INSERT = `INSERT INTO leads (id, workspaceId, name, email, phone, source, status, metadata, createdAt, updatedAt)
  VALUES (@id, @workspaceId, @name, @email, @phone, @source, @status, @metadata, @createdAt, @updatedAt)`;

@Injectable()
export class LeadsService {
  private readonly db = new Database(join(process.env.DATA!, 'leads.sqlite'));

  constructor() {
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS api_keys (key TEXT PRIMARY KEY, workspaceId TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS chatbots (id TEXT PRIMARY KEY, workspaceId TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS leads (
        id TEXT PRIMARY KEY,
        workspaceId TEXT NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL COLLATE NOCASE,
        phone TEXT,
        source TEXT,
        status TEXT NOT NULL,
        metadata TEXT NOT NULL,
        createdAt TEXT NOT NULL,
        updatedAt TEXT NOT NULL,
        deletedAt TEXT
      );
      CREATE UNIQUE INDEX IF NOT EXISTS leads_email ON leads (workspaceId, email) WHERE deletedAt IS NULL;
    `);
    if (!this.db.prepare('SELECT 1 FROM api_keys').get()) this.seed();
  }

  private seed() {
    const { workspaces } = JSON.parse(readFileSync(process.env.WORLD!, 'utf8'));
    for (const { id: workspaceId, keys, chatbots, leads } of workspaces) {
      for (const key of keys) this.db.prepare('INSERT INTO api_keys VALUES (?, ?)').run(key, workspaceId);
      for (const id of chatbots) this.db.prepare('INSERT INTO chatbots VALUES (?, ?)').run(id, workspaceId);
      for (const lead of leads) {
        this.db.prepare(INSERT).run({ ...lead, workspaceId, metadata: JSON.stringify(lead.metadata) });
      }
    }
  }

  workspaceOfKey(key: string): string | undefined {
    return this.db.prepare('SELECT workspaceId FROM api_keys WHERE key = ?').pluck().get(key) as string | undefined;
  }

  findAll(workspaceId: string, { page, limit, status, source, search }: ListLeadsDto) {
    const filter = `workspaceId = @workspaceId AND deletedAt IS NULL
      AND (@status IS NULL OR status = @status) AND (@source IS NULL OR source = @source)
      AND (@search IS NULL OR instr(lower(name), lower(@search)) OR instr(lower(email), lower(@search)))`;
    const params = { workspaceId, status: status ?? null, source: source ?? null, search: search ?? null };
    const total = this.db.prepare(`SELECT COUNT(*) FROM leads WHERE ${filter}`).pluck().get(params) as number;
    const rows = this.db
      .prepare(`SELECT * FROM leads WHERE ${filter} ORDER BY createdAt DESC LIMIT @limit OFFSET @offset`)
      .all({ ...params, limit, offset: (page - 1) * limit });
    const totalPages = Math.ceil(total / limit);
    const pagination = { page, limit, total, totalPages, hasNext: page < totalPages, hasPrev: page > 1 };
    return { leads: rows.map((row) => this.toLead(row)), pagination };
  }

  findOne(workspaceId: string, leadId: string) {
    const row = this.db
      .prepare('SELECT * FROM leads WHERE id = ? AND workspaceId = ? AND deletedAt IS NULL')
      .get(leadId, workspaceId);
    if (!row) {
      throw new NotFoundException({
        success: false,
        error: 'Lead not found',
        code: 'LEAD_NOT_FOUND',
        details: { leadId, message: 'No lead found with this ID in your workspace' },
      });
    }
    return this.toLead(row);
  }

  create(workspaceId: string, chatbotId: string, dto: CreateLeadDto) {
    if (!this.db.prepare('SELECT 1 FROM chatbots WHERE id = ? AND workspaceId = ?').get(chatbotId, workspaceId)) {
      throw new NotFoundException({ success: false, error: 'Chatbot not found', code: 'CHATBOT_NOT_FOUND' });
    }
    this.assertEmailFree(workspaceId, dto.email);
    const id = `lead_${randomBytes(8).toString('hex')}`;
    const now = new Date().toISOString();
    this.db.prepare(INSERT).run({
      id,
      workspaceId,
      name: dto.name,
      email: dto.email,
      phone: dto.phone ?? null,
      source: dto.source ?? null,
      status: dto.status ?? 'new',
      metadata: JSON.stringify(dto.metadata ?? {}),
      createdAt: now,
      updatedAt: now,
    });
    return this.findOne(workspaceId, id);
  }

  update(workspaceId: string, leadId: string, dto: UpdateLeadDto) {
    const lead = this.findOne(workspaceId, leadId);
    if (dto.email) this.assertEmailFree(workspaceId, dto.email, leadId);

    const metadata = dto.metadata === null ? {} : { ...lead.metadata, ...dto.metadata };
    for (const key of Object.keys(metadata)) {
      if (metadata[key] === null) delete metadata[key];
    }
    this.db
      .prepare(
        `UPDATE leads SET name = @name, email = @email, phone = @phone, source = @source, status = @status,
         metadata = @metadata, updatedAt = @updatedAt WHERE id = @leadId`,
      )
      .run({
        leadId,
        name: dto.name ?? lead.name,
        email: dto.email ?? lead.email,
        phone: dto.phone === undefined ? lead.phone : dto.phone,
        source: dto.source === undefined ? lead.source : dto.source,
        status: dto.status ?? lead.status,
        metadata: JSON.stringify(metadata),
        updatedAt: new Date().toISOString(),
      });
    return this.findOne(workspaceId, leadId);
  }

  remove(workspaceId: string, leadId: string) {
    this.findOne(workspaceId, leadId);
    const deletedAt = new Date().toISOString();
    this.db.prepare('UPDATE leads SET deletedAt = ? WHERE id = ?').run(deletedAt, leadId);
    return { id: leadId, deletedAt };
  }

  private assertEmailFree(workspaceId: string, email: string, leadId: string | null = null) {
    const existingLeadId = this.db
      .prepare('SELECT id FROM leads WHERE workspaceId = ? AND email = ? AND deletedAt IS NULL AND id IS NOT ?')
      .pluck()
      .get(workspaceId, email, leadId);
    if (!existingLeadId) return;
    const message = 'A different lead with this email already exists in your workspace';
    throw new ConflictException({
      success: false,
      error: 'Email already exists',
      code: 'DUPLICATE_EMAIL',
      details: { email, existingLeadId, message },
    });
  }

  private toLead({ deletedAt, workspaceId, ...row }: any) {
    return { ...row, metadata: JSON.parse(row.metadata), workspaceId };
  }
}
